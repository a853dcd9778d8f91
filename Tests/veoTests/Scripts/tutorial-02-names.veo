#: example tutorial/02-names.veo
