#: requests none
budget 0.20
submit as a -- a
submit as b -- b
