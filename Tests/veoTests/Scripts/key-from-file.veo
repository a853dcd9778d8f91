#: key none
#: file .config/veo/init.veo=set key-from file secret.txt
#: file .config/veo/secret.txt=sk-file-1234567890
#: requests create=1
submit as cat -- a cat
wait
show key-from
