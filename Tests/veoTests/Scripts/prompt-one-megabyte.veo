#: grow 1000000
#: requests none
prompt GROW
submit
