#: option --dry-run
#: requests none
on-error continue
budget 0.20
submit as cat -- a cat
again @cat as dog
