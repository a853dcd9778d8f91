#: requests none
submit as cat -- a cat
again
again cat
again @cat @cat
again @dog
again @cat x2
again @cat as cat
again @cat model=veo-9
again @cat --
again @cat-*
