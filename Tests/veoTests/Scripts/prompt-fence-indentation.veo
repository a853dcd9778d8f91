#: requests none
prompt """
    a cat
  in the garden
    """
submit
