#: requests none
wait @id:video_nobody
