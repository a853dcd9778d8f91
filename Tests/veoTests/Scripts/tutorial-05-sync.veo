#: example tutorial/05-sync.veo
