#: requests none
#: key none
models
