#: no-base-url
#: env VEO_BASE_URL=example
#: requests none
submit as cat -- a cat
