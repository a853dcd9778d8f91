#: requests none
prompt """
	tabs
  blanks
	"""
print '''
    deep
  less
    '''
submit -- """ text
submit as x -- """"
  """
  """"
print x """
