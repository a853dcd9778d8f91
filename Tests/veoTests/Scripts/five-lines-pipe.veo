#: pipe
set model veo-3.1-fast
prompt 一只猫咪在花园里玩耍
submit
wait
save
