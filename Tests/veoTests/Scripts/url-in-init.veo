#: no-base-url
#: file .config/veo/init.veo=set base-url GATEWAY\nset model veo-3.1-landscape
#: requests create=1
show base-url
submit as cat -- a cat
wait
