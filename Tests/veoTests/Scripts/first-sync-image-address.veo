#: show far.json
set mode sync
set model veo-3.1-fast-fl
image http://127.0.0.1:9/harbour.jpg
submit as far -- The boats rock.
wait
save
