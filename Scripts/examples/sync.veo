#!/usr/bin/env -S veo run
# The sync API: one request that streams its progress. It lives as long as its connection.
set mode sync
set model veo-3.1-fast
prompt A paper boat sails down a rainy street, close to the water, soft morning light.
submit as boat
wait
save
