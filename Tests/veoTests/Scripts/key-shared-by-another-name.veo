#: key sk-test-0123456789
#: env HEADER=Bearer sk-test-0123456789
#: option --env HEADER
#: requests none
print ${env.HEADER}
