?print known, and run
?upscale @cat to 4k
?narrate """
  submit
  this is skipped with it
  """
try ?unknown
print end
