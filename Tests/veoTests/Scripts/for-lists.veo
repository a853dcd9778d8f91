#: file words.txt=one\n\n  two words \n# three\n"four"
#: file b.jpg
#: file a.jpg
#: file pictures/c.jpg
let folder = pictures
for word in list a "b c" 猫
  print ${loop.index} [${word}]
end
for line in lines words.txt
  print ${loop.index} [${line}]
end
for file in glob *.jpg
  print ${file}
end
for file in glob ${folder}/*.jpg
  print ${file}
end
