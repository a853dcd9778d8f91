#: example text-to-video.veo
#: inside
