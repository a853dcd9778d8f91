#!/usr/bin/env -S veo run
# 5. The gateway speaks two APIs. `async` makes a task and asks for its state now and then; a
#    failure costs nothing, and the task goes on without us. `sync` is one long answer that
#    streams in: when the connection is lost, so is the video, and it is paid for all the same.
prompt A kettle begins to sing.

# What the next submit sends, and the same as a line for a shell. Nothing is sent.
show request
set mode sync
show request curl

submit as kettle
wait
save
