#: requests none
prompt a cat
show request crul
show request curl now
show settings curl
