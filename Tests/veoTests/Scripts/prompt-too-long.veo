#: grow 60000
#: requests none
prompt """
GROW
"""
submit
submit -- GROW
