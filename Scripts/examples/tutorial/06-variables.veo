#!/usr/bin/env -S veo run
# 6. `let` names a text. `param` names one that the caller may give:
#    veo run --param animal=fox 06-variables.veo
param animal = cat
let style = 35mm film, soft light, shot #3, $5 a frame

# A long prompt goes into a fence. The blanks before the closing """ are taken off each line.
prompt """
  The ${animal} walks through the rain. "Where is everybody?" it asks.
  # This is no comment: it belongs to the prompt.
  Style: ${style}
  $${this} stays as it is typed.
  """
prompt
submit as ${animal}
wait
save
