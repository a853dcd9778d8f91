#: check
#: requests none
?unknown something
let x = 1
for n in range 1..3
end
expect @cat status == completed
budget 2
while true
