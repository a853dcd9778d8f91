submit as cat -- ../../a/b 猫
wait
save to ${job.prompt}.mp4
submit as dog -- ..
wait
save to ${job.prompt}/${job.name}.mp4
