#: fault status:fail@2
set parallel 1
budget 5
submit x2 as cat -- a cat
submit as slow model=veo-3.1 -- slow
try wait
cost
