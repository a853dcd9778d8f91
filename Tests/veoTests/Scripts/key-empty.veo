#: env VEO_API_KEY=
#: key none
#: requests none
submit as cat -- a cat
