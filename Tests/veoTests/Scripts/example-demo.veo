#: example demo.veo
#: inside
#: file harbour.jpg
