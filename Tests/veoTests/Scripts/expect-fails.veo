submit as cat -- a cat
wait
try expect @cat status == failed
try expect @cat cost > 1
try expect @cat elapsed > 2h
try expect @cat prompt matches dog*
try expect ${count.failed} > 0
try expect 猫 == 犬
expect @all status == running
print never
