" A script by its ending, or by its first line.
autocmd BufRead,BufNewFile *.veo setfiletype veo
autocmd BufRead * if !did_filetype() && getline(1) =~# '^#!.*\<veo\>' | setfiletype veo | endif
