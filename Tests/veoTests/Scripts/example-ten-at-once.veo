#: example ten-at-once.veo
#: inside
#: file harbour.jpg
