#: requests none
for
end
for n
end
for n of range 1..3
end
for n in
end
for n in rnage 1..3
end
for n in range
end
for n in range 3..1
end
for n in range 1...3
end
for n in range 1 to 3
end
for n in range one..two
end
for n in range 1..200000
end
for n in list
end
for n in list a, b
end
for n in @all
end
for n in lines
end
for n in 1..3
end
