#: file scenes/bad.veo=print fine\nset model veo-9\nsubmit
#: requests none
include scenes/bad.veo
include missing.veo
include
include scenes
print ${nothing}
