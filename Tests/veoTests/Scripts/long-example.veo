#!/usr/bin/env -S veo run
#: file shots.csv=id,model,prompt\nopening,veo-3.1-landscape,"Dawn, slowly"\nending,veo-3.1-fast,The lights go out
#: requests create=5
veo 1
# Three takes of one scene, then a file of shots. Never above 2 dollars.
param out = takes
budget 2
set model veo-3.1-fast
set parallel 3
set out ${out}/${job.name}.mp4

let style = 35mm film, it's "magic hour": shot #3, C:\no\escapes
for n in range 1..3
  prompt """
    猫が雨の路地を歩く。カメラは低い位置から。 (${n})
    # not a comment: this line belongs to the prompt
    Style: ${style}. The tag reads $5; {braces} and $${this} stay as typed.
    """
  submit as cat-${n}
end

for shot in table shots.csv
  try submit as ${shot.id} model=${shot.model} -- ${shot.prompt}
end

wait timeout=1h
save
expect @cat-* status == completed
print done: ${count.completed} of ${count.all}, about ${cost.total} dollars
