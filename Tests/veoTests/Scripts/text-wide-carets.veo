#: requests none
submit as 猫咪花园 model=veo-9 -- 一只猫
submit as cat model=veo-3.1 as dog
	set model 一只猫咪
