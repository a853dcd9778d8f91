#: file a.veo=include b.veo
#: file b.veo=print b\n  include a.veo
#: requests none
include a.veo
include include-itself.veo
