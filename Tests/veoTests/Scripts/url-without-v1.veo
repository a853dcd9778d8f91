#: no-base-url
#: env VEO_BASE_URL=https://example.com
#: requests none
submit as cat -- a cat
