#: requests create=3
submit as 猫-1 -- a
submit as a_b-C9 -- b
submit as 1st -- c
wait @猫-* @a_b-C9 @1st
print ok
