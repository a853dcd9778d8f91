#: example text-to-video.veo
#: inside
#: file harbour.jpg
