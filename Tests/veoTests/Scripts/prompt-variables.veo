#: requests none
#: env COLOUR=red
#: option --env COLOUR
print ${env.COLOUR}
prompt a ${env.COLOUR} cat
prompt
prompt a ${env.SHAPE} cat
submit -- ${colour}
print ${count.everything} ${
