#: key none
#: requests none
prompt a cat
show request
