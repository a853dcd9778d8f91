#: key sk-test-0123456789
#: option --env VEO_API_KEY
#: requests none
set parallel ${env.VEO_API_KEY}
