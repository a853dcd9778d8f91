#: no-base-url
#: option --base-url https://me:secret@example.com/v1
#: requests none
submit as cat -- a cat
