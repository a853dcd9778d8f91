#: option --base-url http://127.0.0.1:9/api
#: requests none
submit as cat -- a cat
