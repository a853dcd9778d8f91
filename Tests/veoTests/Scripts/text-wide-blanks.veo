#: requests none
　set model　veo-3.1-landscape
	prompt 猫
  # an indented comment
show script