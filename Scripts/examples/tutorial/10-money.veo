#!/usr/bin/env -S veo run
# 10. `budget` is the most that this script may cost, in all its runs. One that cannot stay within
#     it sends nothing; one that is stopped half way is gone on with by `veo run --resume`.
budget 0.60
prompt A juggler on a tightrope.
submit as draft
wait

# The same request again, with another model. What it came from is kept.
again @draft as final model=veo-3.1
wait
save
cost
