#: fault chat:say=预览 {origin}/watch 下载{link}点击观看，有效期24小时
#: requests chat=1 download=1
set mode sync
submit as cat -- a cat
wait
save to cat.mp4
