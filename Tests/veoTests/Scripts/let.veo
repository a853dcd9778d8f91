let style = 35mm film, it's "magic hour": shot #3, C:\no\escapes, $5
let long = """
  two
    lines, ${style}
  """
print ${long}
let style = another
print ${style} and $${style}
let chinese = 猫
print ${chinese}${chinese}
submit as ${chinese} -- ${style}
wait
