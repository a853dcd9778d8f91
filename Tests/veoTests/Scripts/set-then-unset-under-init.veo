#: file harbour.jpg
#: file .config/veo/init.veo=set model veo-3.1-fl
#: requests create=1
set model veo-3.1
unset model
image harbour.jpg
submit as cat -- a cat
wait
show model
