#: requests none
#: key none
print it's "as typed": $5 # and {more}
print
print """
  two
  lines
  """
sleep 1ms
print 猫
