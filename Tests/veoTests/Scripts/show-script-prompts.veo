#: requests none
#: file harbour.jpg
prompt """
  Line one
    line two, $${x} and it's "here"
  """
set model veo-3.1-fast-fl
image harbour.jpg
show script
prompt 一只猫
image none
show script
prompt
