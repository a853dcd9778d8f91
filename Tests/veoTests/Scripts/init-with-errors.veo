#: file .config/veo/init.veo=set modle veo-3.1\nset parallel 0
#: requests none
submit as cat -- a cat
