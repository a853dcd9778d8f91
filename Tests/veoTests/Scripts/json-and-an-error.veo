#: option --json
#: requests none
set modle veo-3.1
