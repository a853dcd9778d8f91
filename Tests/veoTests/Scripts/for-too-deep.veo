#: requests none
for a in range 1..1
for b in range 1..1
for c in range 1..1
for d in range 1..1
for e in range 1..1
for f in range 1..1
for g in range 1..1
for h in range 1..1
for i in range 1..1
print x
end
end
end
end
end
end
end
end
end
