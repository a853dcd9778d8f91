#: example sync.veo
#: inside
#: file harbour.jpg
