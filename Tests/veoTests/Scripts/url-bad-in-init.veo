#: no-base-url
#: file .config/veo/init.veo=set base-url http://example.com/v1
#: requests none
submit as cat -- a cat
