#: requests none
for n in range 1..3
  submit -- ${n}
