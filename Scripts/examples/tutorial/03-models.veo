#!/usr/bin/env -S veo run
# 3. The name of a model says what it makes: veo-3.1[-landscape][-fast][-fl].
#    landscape is 16:9, otherwise 9:16; fast is the cheaper one; fl takes images.
models

prompt Waves roll onto a black beach.
submit as tall model=veo-3.1-fast
submit as wide model=veo-3.1-landscape-fast
wait

# ${job.…} in a path is filled in for each job when it is saved.
save to ${job.model}/${job.name}.mp4
