#: key none
#: file .config/veo/init.veo=set key-from file secret.txt
#: requests none
submit as cat -- a cat
