#: speed 1
#: fault chat:status=400
#: requests chat=1 create=1
prompt a cat
submit as refused mode=sync
submit as cat
wait any
