#!/usr/bin/env -S veo run
# Ten takes of one scene at once. They cost ten times the price of one.
set model veo-3.1-fast
set parallel 10
set out takes/${job.name}.mp4
prompt A lighthouse in a storm, seen from the sea, the beam sweeps over the waves.
submit x10 as take
collect
print saved ${count.completed} of ${count.all} takes, ${cost.total} dollars
