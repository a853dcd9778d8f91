#: any-order
submit as cat -- a cat
collect @dog
collect any
collect to
collect if-exists=never
collect timeout=soon
collect timeout=1h timeout=2h
collect to a.mp4 @cat
collect to ${nothing}.mp4
