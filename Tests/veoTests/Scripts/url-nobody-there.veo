#: no-base-url
#: env VEO_BASE_URL=http://127.0.0.1:9/v1
submit as cat -- a cat
wait
