#: example tutorial/04-images.veo
