#: requests none
#: file harbour.jpg
set mode sync
prompt 一只猫咪
show request
set model veo-3.1-fl
image harbour.jpg
show request
