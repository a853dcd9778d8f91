#: file ragged.csv=id,prompt\na,one\nb
#: file twice.csv=id,id\na,b
#: file quote.csv=id,prompt\na,"open
#: file empty.csv=id,prompt
#: file inside.csv=id,prompt\na,in "side"
#: file bad.jsonl={"id":"a"}\n{"id":
#: file keys.jsonl={"id":"a"}\n{"name":"b"}
#: file good.csv=id,prompt\na,one
#: file notes.txt=x
#: requests none
for row in table ragged.csv
end
for row in table twice.csv
end
for row in table quote.csv
end
for row in table empty.csv
end
for row in table inside.csv
end
for row in table bad.jsonl
end
for row in table keys.jsonl
end
for row in table notes.txt
end
for row in table missing.csv
end
for row in table good.csv
  print ${row} ${row.promt} ${row.id.x}
end
for row in lines notes.txt
  print ${row.id}
end
for row in glob *.nothing
end
