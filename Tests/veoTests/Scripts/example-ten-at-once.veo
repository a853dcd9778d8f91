#: example ten-at-once.veo
#: inside
#: any-order
