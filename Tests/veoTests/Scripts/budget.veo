budget 0.50
submit as a -- a
submit as b -- b
wait
print ${cost.total}
