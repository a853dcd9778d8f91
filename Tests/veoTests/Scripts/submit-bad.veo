#: requests none
prompt a cat
submit x0
submit x101
submit x
submit 3
submit as
submit as a/b
submit as ..
submit as all
submit as job-3
submit as cat as dog
submit model=
submit model=veo-3.1-fsat
submit speed=fast
submit cat
submit as cat a text without the dashes
submit mode=both
Submit
sub
