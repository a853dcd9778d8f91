#: file v.csv=t\n--\n@all\n*\n${x}\nas cat\nx2\nmodel=veo-3.1\n"a\nb"
#: requests create=8
for v in table v.csv
  submit -- ${v.t}
end
wait
let words = two words
print [${words}]
save to "${words}/${job.number}.mp4" if-exists=replace
