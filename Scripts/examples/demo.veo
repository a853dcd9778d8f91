#!/usr/bin/env -S veo run
# Three videos: two models side by side, and a photo that comes to life.
prompt 一只猫咪在花园里玩耍
submit as cat
submit as cat-wide model=veo-3.1-landscape-fast

image harbour.jpg
submit as harbour model=veo-3.1-landscape-fast-fl -- The boats rock on the waves, gulls cross the sky.

wait
save
print ${count.completed} videos, ${cost.total} simulated dollars
