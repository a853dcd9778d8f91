#: file inner.veo=try expect 1 == 2\nexpect 1 == 3\nprint never
on-error continue
include inner.veo
print the outer file goes on
