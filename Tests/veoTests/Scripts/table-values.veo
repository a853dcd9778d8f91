#: file shots.csv=id,model,prompt\na,veo-3.1,one\nb,veo-3.2,two\na,veo-3.1,three\nc d,veo-3.1,\n
#: requests none
for shot in table shots.csv
  submit as ${shot.id} model=${shot.model} -- ${shot.prompt}
end
