#!/usr/bin/env -S veo run
# 7. A loop repeats the lines up to its `end`. All turns are checked before the first one runs.
set parallel 3

for n in range 1..2
  submit as take-${n} -- Take ${n}: a lantern rises into the night.
end

for animal in list cat dog 猫头鹰
  submit as ${animal} -- A ${animal} crosses the street, turn ${loop.index}.
end

wait
save to loops/${job.name}.mp4
