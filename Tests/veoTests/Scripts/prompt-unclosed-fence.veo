#: requests none
prompt """
  a cat
submit
