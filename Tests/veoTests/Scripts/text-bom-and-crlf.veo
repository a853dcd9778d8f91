# A byte order mark and CRLF.
# The goldens are those of LF.
prompt a cat
submit as cat -- two
wait
save
print	three
