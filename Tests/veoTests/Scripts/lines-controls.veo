#: bytes c.txt=6f6e650b74776f0a6f6b0a610d620a78c285790a0c
#: requests none
for line in lines c.txt
  submit -- ${line}
end
