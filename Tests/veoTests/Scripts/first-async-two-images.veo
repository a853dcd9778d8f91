#: file pictures/harbour.jpg
#: file other-harbour.jpg
#: show turn.json
image pictures/harbour.jpg other-harbour.jpg
submit as turn model=veo-3.1-landscape-fl -- from one to the other
wait
save
