#: requests create=0
adopt ../../v1/models as cat
