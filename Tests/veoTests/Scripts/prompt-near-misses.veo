#: requests none
prompt "a cat"
prompt “a cat”
prompt 'a cat'
prompt = a cat
prompt --a cat
prompt a cat \
prompt “““
prompt: a cat
prompt： a cat
submit —— a cat
submit – a cat
submit -a cat
＃ no comment
set model “veo-3.1”
prompt text """
