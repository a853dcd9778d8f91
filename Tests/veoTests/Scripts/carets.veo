#: requests none
set model 猫猫猫 犬
	set modle x
submit as 🎬🎬 x
prompt “猫”
　　set mode aysnc
submit － text
submit — text
wait ＠cat
set model＝veo-3.1
prompt：猫
＃ comment
