#: example tutorial/10-money.veo
