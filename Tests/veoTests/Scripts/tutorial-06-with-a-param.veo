#: option --param animal=狐狸
#: example tutorial/06-variables.veo
