#: example tutorial/09-failures.veo
