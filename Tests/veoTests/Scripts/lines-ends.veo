#: bytes u.txt=6f6e652061e280a862e280a9630d0a0d0a2020e380800d0a74776f
for line in lines u.txt
  print [${line}] ${loop.index}
end
