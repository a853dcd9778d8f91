#: requests create=6
set parallel 2
for n in range 1..2
  for m in range 10..11
    submit as take-${n}-${m} -- turn ${loop.index} of ${n}
  end
  submit as outer-${n} -- turn ${loop.index}
end
wait
print ${count.completed} of ${count.all}
