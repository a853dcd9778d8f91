#: file .config/veo/init.veo=set modle veo-3.1
#: option --no-init
#: requests none
show model
