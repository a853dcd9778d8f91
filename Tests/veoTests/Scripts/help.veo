#: requests none
#: key none
help
help submit
help references
help out
