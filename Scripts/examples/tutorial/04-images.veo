#!/usr/bin/env -S veo run
# 4. A model with -fl in its name starts from an image. A second image is the last frame.
#    The path is relative to this file.
set model veo-3.1-landscape-fast-fl
image ../harbour.jpg
submit as harbour -- The boats rock on the waves, gulls cross the sky.

image ../harbour.jpg ../harbour.jpg
submit as round -- The camera flies once round the harbour and comes back.

# The images stay until they are replaced.
image none
wait
save
