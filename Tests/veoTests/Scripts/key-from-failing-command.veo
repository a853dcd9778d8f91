#: key none
#: file .config/veo/init.veo=set key-from command echo sk-command-1234567890; exit 3
#: requests none
submit as cat -- a cat
