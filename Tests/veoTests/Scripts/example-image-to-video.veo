#: example image-to-video.veo
#: inside
#: file harbour.jpg
