#!/usr/bin/env -S veo run
# An image comes to life: a model whose name ends in -fl takes a start frame (and an end frame).
set model veo-3.1-landscape-fast-fl
image harbour.jpg
prompt The boats rock on the waves, gulls cross the sky, the sun goes down slowly.
submit as harbour
wait
save
