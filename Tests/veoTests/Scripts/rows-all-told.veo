#: file names.csv=id,model,image,prompt\na 0,veo-3.1,,one 0\na 1,veo-3.1,,one 1\na 2,veo-3.1,,one 2\na 3,veo-3.1,,one 3\na 4,veo-3.1,,one 4\na 5,veo-3.1,,one 5\na 6,veo-3.1,,one 6\na 7,veo-3.1,,one 7\na 8,veo-3.1,,one 8\na 9,veo-3.1,,one 9\na 10,veo-3.1,,one 10\na 11,veo-3.1,,one 11\na 12,veo-3.1,,one 12\na 13,veo-3.1,,one 13\na 14,veo-3.1,,one 14\na 15,veo-3.1,,one 15\na 16,veo-3.1,,one 16\na 17,veo-3.1,,one 17\na 18,veo-3.1,,one 18\na 19,veo-3.1,,one 19\na 20,veo-3.1,,one 20\na 21,veo-3.1,,one 21\na 22,veo-3.1,,one 22\na 23,veo-3.1,,one 23\na 24,veo-3.1,,one 24\na 25,veo-3.1,,one 25\na 26,veo-3.1,,one 26\na 27,veo-3.1,,one 27\na 28,veo-3.1,,one 28\na 29,veo-3.1,,one 29\n
#: file mixed.csv=id,model,image,prompt\nok,veo-3.1-fast,,fine\nok,veo-3.1-fast,,again\nb,veo-9,,x\nc,veo-3.1-fast-fl,none.png,x\nd,veo-3.1-fast,,\ne,veo-3.1-fast,harbour.jpg,y\nf,veo-3.1-fast,,   
#: file harbour.jpg
#: file names.txt=a b\nc\nd e
#: requests none
for shot in table names.csv
  submit as ${shot.id} model=${shot.model} -- ${shot.prompt}
end
for shot in table mixed.csv
  image ${shot.image}
  submit as ${shot.id} model=${shot.model} -- ${shot.prompt}
end
image none
for name in lines names.txt
  let label = ${name}
  submit as ${label} -- ${label} runs
end
for n in range 99..102
  submit x${n} -- ${n} cats
end
