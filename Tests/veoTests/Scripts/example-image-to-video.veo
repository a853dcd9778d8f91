#: example image-to-video.veo
#: inside
