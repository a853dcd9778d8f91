#: requests none
forget
forget @nobody
forget cat
