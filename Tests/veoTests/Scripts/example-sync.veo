#: example sync.veo
#: inside
