#: requests create=11
prompt a cat
submit as one
for n in range 1..10
  submit as cat-${n} -- take ${n}
end
wait
