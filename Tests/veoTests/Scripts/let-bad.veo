#: requests none
let
let style
let style film
let style =
let style=film
let 1 + 2 = x
let job = x
let if = x
print ${stile}
let style = film
print ${stile} ${style.name} $style ${loop.index} ${count} ${env.HOME} ${job.name}
let list = a, "b"
let quoted = "a film"
