#: file a.veo=let who = cat\ninclude b/b.veo
#: file b/b.veo=prompt a ${who} from b\ninclude c.veo
#: file b/c.veo=submit as ${who}
include a.veo
wait
show @cat
