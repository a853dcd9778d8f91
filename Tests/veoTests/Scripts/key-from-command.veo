#: key none
#: file .config/veo/init.veo=set key-from command printf sk-command-1234567890
#: requests create=1
submit as cat -- a cat
wait
