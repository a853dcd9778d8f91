#: example demo.veo
#: inside
