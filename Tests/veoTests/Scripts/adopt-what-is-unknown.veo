# An unknown job is a job of the server; a gateway without a list cannot be searched.
#: fault create:reset-after@1
try submit as cat -- a cat
wait
try adopt @cat
try adopt @cat video_none
adopt @all
