#: requests create=3
prompt a cat
submit as one
submit as two
submit as three -- another cat
wait
