collect
print still here
