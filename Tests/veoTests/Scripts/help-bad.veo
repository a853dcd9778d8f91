#: requests none
help sbumit
