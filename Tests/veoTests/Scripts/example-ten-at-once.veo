#: example ten-at-once.veo
#: inside
