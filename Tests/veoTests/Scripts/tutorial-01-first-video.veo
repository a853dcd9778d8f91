#: example tutorial/01-first-video.veo
