#: bytes gbk.csv=b1e0bac53bcce1cabeb4ca0d0abcd73bc3a8d4dad3ead6d0b5c4bdd6c9cfd0d0d7dfa3acbeb5cdb7badcb5cda1a30d0a
#: bytes utf16.tsv=fffe690064000900700072006f006d00700074000d000a0061000900004eea532b730d000a00
#: bytes utf16.jsonl=feff007b0022006900640022003a002200610022002c002200700072006f006d007000740022003a0022732b0022007d000d000a007b0022006900640022003a002200620022002c002200700072006f006d007000740022003a002272d70022007d000d000a
#: bytes mess.csv=efbbbf206964202c204d7920c2a068656164696e67202c50726f6d70742028454e292c2c0d0a612c6f6e652c2274776f0d0a6c696e6573222c2c0d0a622c2c782c2c0d0a2c2c2c2c0d0a0d0a
#: bytes named.csv=7365703d3b0d0a69643b746578742c20616e64206d6f72650d0a613b622c20630d0a
#: bytes old.csv=69642c746578740d612c620d
# Chinese of an old Windows, Unicode of Excel, semicolons, blanks, and rows that nobody filled.
for row in table gbk.csv
  print ${row.编号}: ${row["提示词"]}
end
for row in table utf16.tsv
  print ${row.id}: ${row.prompt}
end
for row in table utf16.jsonl
  print ${row.id}: ${row.prompt}
end
for row in table mess.csv
  print ${row.id} [${row["My heading"]}] [${row["Prompt (EN)"]}]
end
for row in table named.csv
  print ${row.id}: ${row["text, and more"]}
end
for row in table old.csv
  print ${row.id}: ${row.text}
end
