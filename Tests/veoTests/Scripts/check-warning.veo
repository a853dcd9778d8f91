#: check
#: requests none
submit model=veo-3.1-fl -- a cat
