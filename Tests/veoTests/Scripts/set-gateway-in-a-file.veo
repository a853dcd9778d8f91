#: requests none
set base-url https://example.com/v1
set key-from env OTHER
unset base-url
