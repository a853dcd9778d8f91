#: file n.csv=n\n99999999999\n0\n-1\n1e9\n１２
#: requests none
let n = 9223372036854775807
let zeros = 000000000000000000000000000000000000001
submit x${n} -- a cat
submit x${zeros} as cat -- a cat
set parallel ${n}
set poll ${n}s
set timeout ${n}h
sleep ${n}ms
wait timeout=${n}s
budget ${n}
for i in range 1..${n}
end
for i in range 1..1000000000
end
for row in table n.csv
  submit x${row.n} -- a cat
end
