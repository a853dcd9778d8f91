#: requests none
#: file harbour.jpg
image harbour.jpg
prompt a cat
submit
submit model=veo-3.1-landscape
