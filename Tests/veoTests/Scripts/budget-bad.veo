#: requests none
budget
budget two
budget $2
budget 2 dollars
budget -1
budget 0.12345
budget 1
budget 2
