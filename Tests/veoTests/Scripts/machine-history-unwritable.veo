#: option --history /proc/veo/history.sqlite
#: requests none
submit as cat -- a cat
