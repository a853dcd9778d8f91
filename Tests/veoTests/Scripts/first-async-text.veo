#: show cat.json
#: requests create=1 download=1
# Text to video over the async API: create, poll, download.
set model veo-3.1-fast
prompt 一只猫咪在花园里玩耍
submit as cat
wait
save
