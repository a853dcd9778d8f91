#: file lists/words.txt=one
#: file lists/row.csv=image\n~/harbour.jpg
#: file part.veo=print included
#: file harbour.jpg
include ~/part.veo
for line in lines ~/lists/words.txt
  print ${line}
end
set model veo-3.1-fast-fl
for row in table ~/lists/row.csv
  image ${row.image}
end
submit as cat -- a cat
wait
save to ~/films/${job.name}.mp4
image none
submit as dog model=veo-3.1-fast -- a dog
wait
set out ~/films/
save
