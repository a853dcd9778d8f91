#: fault chat:say=I cannot make this video. See [our policy]({origin}/policy) and {origin}/help.
#: requests chat=1
set mode sync
submit as cat -- a cat
wait
save to cat.mp4
