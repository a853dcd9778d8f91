#: link .local/state/veo/history.sqlite=/nowhere/history
#: requests none
submit as cat -- a cat
