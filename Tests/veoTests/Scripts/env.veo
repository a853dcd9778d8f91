#: env WHERE=the harbour
#: option --env WHERE
prompt ${env.WHERE} at night
print ${env.WHERE}
print ${env.HOME}
