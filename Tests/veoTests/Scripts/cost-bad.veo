#: requests none
cost now
models all
clear screen
quit now
