#: requests none
save @nobody
save to
save to a.mp4 to b.mp4
save to ${job.url}.mp4
save to ${name}.mp4
save if-exists=maybe
save cat.mp4
