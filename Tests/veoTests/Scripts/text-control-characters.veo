#: requests none
prompt acat
prompt two lines
prompt mark﻿ here
submit
