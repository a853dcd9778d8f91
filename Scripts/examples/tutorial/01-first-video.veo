#!/usr/bin/env -S veo run
# 1. A video takes four steps: say what to make, submit it, wait for it, save it.
#    A prompt is plain text. It is never quoted, and it ends where its line ends.
set model veo-3.1-fast
prompt 一只猫咪在花园里玩耍
submit
wait
save
