#: requests none
submit as cat -- a cat
expect
expect @cat
expect @cat status
expect @cat status ==
expect @cat status = completed
expect @cat status == done
expect @cat statsu == completed
expect @cat status < completed
expect @cat prompt > a
expect @cat elapsed < 10
expect @cat elapsed < 10 minutes
expect @cat cost < $1
expect @cat size == big
expect @cat progress > 50%
expect @cat model == a b
expect a < b
expect a
expect status == completed
expect @cat.status == completed
expect @dog status == completed
expect @cat status => completed
