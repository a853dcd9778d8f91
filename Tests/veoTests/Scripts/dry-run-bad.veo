#: option --dry-run
#: requests none
submit as cat -- a cat
submit as Cat -- a dog
