#: example tutorial/08-table.veo
#: any-order
