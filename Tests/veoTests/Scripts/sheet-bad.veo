#: bytes latin.csv=69642c70726f6d70740a612c756e2072e973756de9206465206c92e974e90a
#: bytes sjis.csv=69642c70726f6d70740a612c894a82cc928682cc944c82aa82e482c182ad82e895e082a282c482a282e90a
#: bytes eucjp.csv=69642c70726f6d70740a612cb1aba4cec3e6a4cec7ada4aca4e6a4c3a4afa4eacae2a4a4a4c6a4a4a4eb0a
#: bytes euckr.csv=69642c70726f6d70740a612cbaf120bfc0b4c220b0c5b8aeb8a620b0c8b4c220b0edbee7c0cc20c7d120b8b6b8ae0a
#: bytes big5.csv=69642c70726f6d70740a612ca440b0a6bfdfa662ab42a4a4aabab5f3b944a457ba43ba43a6e6a8ab0a
#: bytes half.csv=fffe61
#: bytes nomark.csv=690064002c00700072006f006d0070007400
#: bytes control.csv=69642c70726f6d70740a612c7800790a622c66696e650a632c781b5b33316d0a
#: file headings.csv=id,,id\na,b,c
#: file ragged.csv=id,prompt\na\nb,c,d\nc,"e\n
#: file ragged2.csv=id,prompt\na\nb,c,d\nc,ok
#: file quotes.csv=id,prompt\n"d" x,e\nf,g"h\nc,ok
#: file guess.csv=id;name,text\na;b\nc,d,e
#: file nested.jsonl={"id":"a","n":[1]}\n{"id":"b","id":"c"}\n{"id":"\ud83d","n":1}\n{"id":"a","n":01}\nx
#: check
for row in table latin.csv
end
for row in table sjis.csv
end
for row in table eucjp.csv
end
for row in table euckr.csv
end
for row in table big5.csv
end
for row in table half.csv
end
for row in table nomark.csv
end
for row in table control.csv
end
for row in lines control.csv
end
for row in table headings.csv
end
for row in table ragged.csv
end
for row in table ragged2.csv
end
for row in table quotes.csv
end
for row in table guess.csv
end
for row in table nested.jsonl
end
