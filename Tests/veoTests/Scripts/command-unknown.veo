#: requests none
prmopt a cat
render cat.mp4
SUBMIT
wiat
猫
@cat
--
