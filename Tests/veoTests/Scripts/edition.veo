# a comment may stand before it
veo 1
print edition 1
