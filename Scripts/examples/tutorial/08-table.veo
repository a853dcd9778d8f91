#!/usr/bin/env -S veo run
# 8. A table holds a whole batch: one row a video. ${shot.prompt} is a cell, taken as it is,
#    whatever stands in it. Try `veo run --dry-run 08-table.veo` first: it sends nothing.
#    `collect` waits and saves each video as soon as it is there, while the others are made.
budget 1
for shot in table shots.csv
  submit as ${shot.id} model=${shot.model} -- ${shot.prompt}
end
collect to shots/${job.name}.mp4
print ${count.completed} of ${count.all} shots, ${cost.total} dollars
