#: requests none
#: file harbour.jpg
prompt a "quoted" cat, C:\new
show request
set model veo-3.1-fl
image harbour.jpg
show request
