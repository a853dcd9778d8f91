#: key wrong-environment-1234
#: file .config/veo/init.veo=set key-from command printf sk-command-1234567890
submit as cat -- a cat
wait
show key-from
