#: requests none
try
try try submit
try for n in range 1..2
end
try end
?
? submit
?try submit
try if x
on-error
on-error ignore
on-error stop now
