#: file scenes/scene.veo=image harbour.jpg
#: file scenes/harbour.jpg
include scenes/scene.veo
submit as cat model=veo-3.1-fl -- a cat
wait
save
