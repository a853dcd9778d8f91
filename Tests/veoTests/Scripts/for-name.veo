#: requests none
for n in range 1..2
  let n = 3
  for n in range 1..2
  end
  submit as cat -- ${n}
end
print ${n}
print ${loop.index}
