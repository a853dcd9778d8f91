submit as cat -- a cat
wait
expect @cat status == completed
expect @cat mode != sync
expect @cat cost == 0.150
expect @cat cost < 1
expect @cat elapsed < 2h
expect @cat elapsed >= 1ms
expect @cat size == 720x1280
expect @cat size < 1280x1280
expect @cat seconds <= 8
expect @cat progress >= 100.0
expect @cat prompt contains cat
expect @cat name matches c?t
expect @all number > 0
expect @cat file == ""
expect ${count.failed} == 0
expect ${cost.total} < 0.2
expect a != b
expect 90s == 90s
expect 1m < 90s
expect 2 < 10
print all held
