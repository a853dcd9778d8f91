#: requests none
wait @#99
