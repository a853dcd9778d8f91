print $5 $${x} $name $ $$ {} }
let x = 1
print $${x} $$${x} ${x}
