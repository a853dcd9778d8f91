#: requests none
show colour
show @nobody
show request
