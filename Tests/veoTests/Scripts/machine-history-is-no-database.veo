#: file .local/state/veo/history.sqlite=this is no database, and long enough to be read as one
#: requests none
submit as cat -- a cat
