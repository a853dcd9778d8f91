#: requests chat=1
submit as cat mode=sync -- a cat
