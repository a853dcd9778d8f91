#: file shots.csv=id,prompt,model\na,"it's ""quoted"", with a comma",veo-3.1\nb,${x} -- @all * $${y},veo-3.1-fast\n猫,"two\nlines",veo-3.1-fast
#: file shots.tsv=id	text\none	a "quote" in it
#: file shots.jsonl={"id":"j1","n":3,"deep":true}\n\n{"id":"j2","n":0.5,"deep":false}
#: requests create=3
for shot in table shots.csv
  submit as ${shot.id} model=${shot.model} -- ${shot.prompt}
end
wait
for shot in table shots.tsv
  print ${shot.id}: ${shot.text}
end
for shot in table shots.jsonl
  print ${shot.id}: ${shot.n} ${shot.deep}
end
show @a
