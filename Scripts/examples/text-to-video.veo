#!/usr/bin/env -S veo run
# One video from a text. Async: the gateway keeps the job, veo asks how it goes.
set model veo-3.1-fast
prompt 一只猫咪在花园里玩耍
submit as cat
wait
save
