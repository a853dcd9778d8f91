#: requests none
print before
quit
print after
