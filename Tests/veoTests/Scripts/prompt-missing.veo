#: requests none
submit
