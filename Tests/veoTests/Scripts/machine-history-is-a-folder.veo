#: file .local/state/veo/history.sqlite/x=a folder
#: requests none
submit as cat -- a cat
