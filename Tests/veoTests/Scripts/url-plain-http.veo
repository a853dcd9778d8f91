#: no-base-url
#: env VEO_BASE_URL=http://example.com/v1
#: requests none
submit as cat -- a cat
