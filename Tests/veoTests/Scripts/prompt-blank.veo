#: requests none
prompt """
  
  """
submit
submit --
