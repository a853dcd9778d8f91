#: fault create:status=400@1
try submit as one -- 1
try wait
try save @one
on-error continue
save @one
print goes on
on-error stop
try print ${count.failed} failed
save @one
print never
