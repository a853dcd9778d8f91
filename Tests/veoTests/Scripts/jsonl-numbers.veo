#: file n.jsonl={"id":12345678901234567890,"a":1.0,"b":1E400,"c":-0,"d":0.10,"e":true,"f":null,"g":"\u732b"}\n{"g":"x","f":1,"e":false,"d":1,"c":1,"b":1,"a":1,"id":1}
for row in table n.jsonl
  print ${row.id} ${row.a} ${row.b} ${row.c} ${row.d} ${row.e} [${row.f}] ${row.g}
end
