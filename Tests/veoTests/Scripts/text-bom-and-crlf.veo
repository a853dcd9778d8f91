# A byte order mark and CRLF.
#: show cat.json
prompt a cat
submit as cat -- two
wait
save
print	three
