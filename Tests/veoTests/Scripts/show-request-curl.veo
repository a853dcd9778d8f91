#: file harbour.jpg
#: requests none
set model veo-3.1-fast
prompt it's $5
show request curl
set model veo-3.1-fast-fl
image harbour.jpg
show request curl
set mode sync
show request curl
