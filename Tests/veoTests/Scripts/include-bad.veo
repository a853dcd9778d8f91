#: requests none
#: file bad.veo=submit\nset modle x
include
include nothing.veo
include bad.veo
include "a b.veo" c.veo
include .
