#!/usr/bin/env -S veo run
# 9. A failure stops a script. `try` lets it go on after one statement, `on-error continue` after
#    every one. A job that fails does not stop it: `expect` does, when that matters.
try submit as first -- A clown hands out balloons.
submit as second -- The balloons fly away.
wait timeout=30m
try save

expect @all status == completed
expect @first elapsed < 10m
expect ${count.failed} == 0

# This edition has no such command: a script may use what a later one has.
?upscale @first to 4k
print all is well
