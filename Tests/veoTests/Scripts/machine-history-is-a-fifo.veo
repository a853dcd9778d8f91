#: fifo .local/state/veo/history.sqlite
#: requests none
submit as cat -- a cat
