#: requests none
#: file empty.png 0
#: file text.jpg=no picture
#: file large.jpg 10000001
#: file harbour.jpg
set model veo-3.1-fl
image missing.jpg
image empty.png
image text.jpg
image large.jpg
image .
image harbour.jpg harbour.jpg harbour.jpg
image
image https://example.com/cat.jpg
submit -- a cat
image none
