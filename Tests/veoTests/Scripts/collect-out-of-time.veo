#: any-order
#: fault status:unknown-status@2
submit as first -- a cat
wait
submit as second -- a dog
collect timeout=10s
print never
