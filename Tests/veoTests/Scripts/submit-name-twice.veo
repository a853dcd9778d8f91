#: requests none
prompt a cat
submit as cat
submit as Cat
submit x2 as dog
submit as dog-1
