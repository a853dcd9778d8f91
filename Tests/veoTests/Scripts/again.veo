#: requests create=3 chat=1
set out ${job.name}-${job.model}.mp4
submit as cat -- a cat
wait
again @cat
again @cat as slow model=veo-3.1
again @slow as other mode=sync -- another text
wait
save
show @other
