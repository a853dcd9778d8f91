#: inside
#: option --fault create:fail
submit as cat -- a cat
wait
