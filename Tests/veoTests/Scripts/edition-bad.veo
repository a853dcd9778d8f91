#: requests none
print x
veo 1
veo
veo one
