#: example tutorial/07-loops.veo
