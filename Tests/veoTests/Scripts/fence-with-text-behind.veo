#: requests none
submit -- """ text
prompt '''text'''
print """a "quoted" text""" more
prompt """" four
