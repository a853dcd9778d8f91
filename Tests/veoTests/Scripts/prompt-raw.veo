#: requests none
prompt it's "magic hour": shot #3, C:\no\escapes, $5; {braces} --ar 16:9 “他说：好” $${this}
prompt
prompt '''
  nothing ${is} filled "in" here
    # and this is text
'''
prompt
prompt """"
  with """ inside
  """"
prompt
