#: file shots.csv=id,image,end\na,,harbour.jpg
#: file harbour.jpg
#: requests none
set model veo-3.1-fast-fl
for shot in table shots.csv
  image ${shot.image} ${shot.end}
  submit as ${shot.id} -- ${shot.id}
end
