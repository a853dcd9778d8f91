#: show boat.json
#: requests chat=1 create=0
set mode sync
prompt A paper boat sails down a rainy street.
submit as boat
wait
save
