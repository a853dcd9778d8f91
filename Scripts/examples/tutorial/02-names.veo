#!/usr/bin/env -S veo run
# 2. `as` gives a job a name. @cat is that job, @take-* is every job whose name fits.
#    Text after -- is the prompt of this one submit. x2 makes two videos, and costs two.
submit as cat -- A cat looks out of the window, it's raining.
submit x2 as take -- A paper boat floats down the street.

wait @cat
save @cat to cat-in-the-rain.mp4

# Without a reference: every job that was not waited for, every video that is not saved.
wait
save
jobs
