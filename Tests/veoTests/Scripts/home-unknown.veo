#: requests none
include ~no-such-user/part.veo
set model veo-3.1-fast-fl
image ~no-such-user/a.jpg
submit -- a cat
save to ~no-such-user/a.mp4
set out ~no-such-user/
for line in lines ~no-such-user/a.txt
end
