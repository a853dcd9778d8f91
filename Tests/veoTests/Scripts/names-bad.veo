#: requests none
prompt a cat
submit as
submit as job
submit as all
submit as job-7
submit as if
submit as a b
submit as a/b
submit as -a
submit as @cat
submit as “cat”
submit as cat
submit as CAT
submit as cat-${x}
submit as aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
submit x100 as aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
