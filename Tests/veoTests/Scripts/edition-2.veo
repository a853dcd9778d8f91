#: requests none
veo 2
frobnicate
