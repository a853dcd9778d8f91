#: example tutorial/06-variables.veo
