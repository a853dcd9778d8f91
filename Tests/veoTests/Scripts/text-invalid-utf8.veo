#: requests none
# cafÃ©
prompt a cat ÿş in the garden
submit
