#: file shots.csv=id,model,image,end\na,veo-3.1-fast-fl,harbour.jpg,\nb,veo-3.1-fast,,\nc,veo-3.1-fast-fl,harbour.jpg,harbour.jpg
#: file harbour.jpg
#: requests create=3
set parallel 1
for shot in table shots.csv
  image ${shot.image} ${shot.end}
  submit as ${shot.id} model=${shot.model} -- ${shot.id}
end
wait
