#: example tutorial/03-models.veo
