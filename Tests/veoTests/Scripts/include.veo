#: file scenes/all.veo=print in all.veo\ninclude night/one.veo\nset parallel 3
#: file scenes/night/one.veo=print in one.veo\nset model veo-3.1-landscape\nprompt a cat at night
#: requests none
include scenes/all.veo
show model
show parallel
prompt
