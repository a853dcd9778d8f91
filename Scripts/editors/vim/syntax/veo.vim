" Colours for .veo scripts. The words are those of the language's tables; a test compares them.
if exists('b:current_syntax') | finish | endif

" What may stand before a command, and the command.
syntax match veoStart /^[ \t　]*/ nextgroup=veoModifier,veoOptional,veoRawCommand,veoName,veoFor,veoEnd,veoCommand,veoEdition,veoComment
syntax match veoComment /#.*$/ contained
syntax match veoEdition /\<veo[ \t　]\+\d\+[ \t　]*$/ contained
syntax match veoModifier /try\>[ \t　]*/ contained nextgroup=veoOptional,veoRawCommand,veoName,veoCommand
syntax match veoOptional /?\%(\%(
  \\prompt\|print\|let\|param\|image\|submit\|again\|set\|unset\|show\|model\|models\|wait\|save
  \\|collect\|jobs\|forget\|adopt\|cost\|budget\|include\|expect\|on-error\|sleep\|help\|history\|edit
  \\|clear\|quit\)\%($\|[ \t　]\)\)\@=/ contained nextgroup=veoRawCommand,veoName,veoCommand
syntax match veoSkipped /?\%(\%(
  \\prompt\|print\|let\|param\|image\|submit\|again\|set\|unset\|show\|model\|models\|wait\|save
  \\|collect\|jobs\|forget\|adopt\|cost\|budget\|include\|expect\|on-error\|sleep\|help\|history\|edit
  \\|clear\|quit\)\%($\|[ \t　]\)\)\@!.*$/

" Raw text follows.
syntax match veoRawCommand /\%(prompt\|print\)\%($\|[ \t　]\)\@=/ contained nextgroup=veoText skipwhite
syntax match veoName /\%(let\|param\)[ \t　]\+[^ \t　=]\+[ \t　]*=\?/ contained contains=veoNamer,veoAssign nextgroup=veoText skipwhite
syntax match veoNamer /\%(let\|param\)\%([ \t　]\)\@=/ contained
syntax match veoAssign /=/ contained
syntax match veoText /.\+$/ contained contains=veoValue,veoEscape,veoFence,veoLiteral

" Fences: """ fills in ${…}, ''' does not. Longer runs are closed by their like.
syntax region veoFence matchgroup=veoQuotes start=/\z("\{3,}\)[ \t　]*$/ end=/^[ \t　]*\z1[ \t　]*$/ contained contains=veoValue,veoEscape keepend
syntax region veoLiteral matchgroup=veoQuotes start=/\z('\{3,}\)[ \t　]*$/ end=/^[ \t　]*\z1[ \t　]*$/ contained keepend

" Words follow.
syntax match veoCommand /\%(
  \image\|submit\|again\|set\|unset\|show\|model\|models\|wait\|save\|collect\|jobs\|forget\|adopt\|cost
  \\|budget\|include\|expect\|on-error\|sleep\|help\|history\|edit\|clear\|quit\)\%($\|[ \t　]\)\@=/ contained nextgroup=veoWords
syntax match veoFor /for\%([ \t　]\)\@=/ contained nextgroup=veoWords
syntax match veoEnd /end[ \t　]*$/ contained
syntax match veoWords /.\+$/ contained contains=veoDashes,veoString,veoPair,veoSetting,veoParticle,veoSource,veoKeySource,veoTopic,veoReference,veoOperator,veoField,veoConstant,veoNumber,veoValue,veoEscape

syntax match veoDashes /\%([ \t　]\)\@1<=--\%($\|[ \t　]\)\@=/ contained nextgroup=veoText skipwhite
syntax region veoString start=/"/ skip=/\\./ end=/"/ oneline contained contains=veoValue,veoEscape,veoStringEscape
syntax match veoStringEscape /\\\%(["\\nt]\|u{\x\+}\)/ contained
syntax match veoPair /\%([ \t　]\)\@1<=\%(model\|mode\|timeout\|if-exists\|price\|aspect\|images\|speed\)=/ contained
syntax match veoSetting /\%([ \t　]\)\@1<=\%(model\|mode\|out\|sidecar\|parallel\|poll\|timeout\|base-url\|key-from\)\%($\|[ \t　]\)\@=/ contained
syntax match veoParticle /\%([ \t　]\)\@1<=\%(as\|in\|to\|any\|none\|curl\)\%($\|[ \t　]\)\@=/ contained
syntax match veoSource /\%([ \t　]\)\@1<=\%(range\|lines\|table\|list\|glob\)\%($\|[ \t　]\)\@=/ contained
syntax match veoKeySource /\%([ \t　]\)\@1<=\%(env\|file\|command\)\%($\|[ \t　]\)\@=/ contained
syntax match veoTopic /\%([ \t　]\)\@1<=\%(settings\|request\|script\)\%($\|[ \t　]\)\@=/ contained
syntax match veoReference /@\%(last\|all\|active\|failed\|open\)\%($\|[ \t　]\)\@=/ contained
syntax match veoReference /@\%(#\d\+\|id:[^ \t　]\+\|[^ \t　]\+\)/ contained contains=veoValue
syntax match veoOperator /\%([ \t　]\)\@1<=\%(==\|!=\|<=\|>=\|<\|>\|contains\|matches\)\%($\|[ \t　]\)\@=/ contained
syntax match veoField /\%([ \t　]\)\@1<=\%(name\|number\|id\|status\|progress\|prompt\|seconds\|size\|created\|completed\|elapsed\|cost\|url\|bytes\|error\)\%($\|[ \t　]\)\@=/ contained
syntax match veoConstant /\%([ \t　=]\)\@1<=\%(async\|sync\|on\|off\|number\|replace\|fail\|stop\|continue\|fast\|standard\|auto\|9:16\|16:9\)\%($\|[ \t　]\)\@=/ contained
syntax match veoConstant /\%([ \t　]\)\@1<=\%(unsent\|submitting\|queued\|running\|failed\|unknown\|stale\)\%($\|[ \t　]\)\@=/ contained
syntax match veoNumber /\%([ \t　=]\)\@1<=\%(x\?\d\+\|\d\+\%(\.\d\+\)\?\%(ms\|s\|m\|h\)\?\|\d\+\.\.\d\+\|\d\+x\d\+\)\%($\|[ \t　]\)\@=/ contained

" What is filled in, and what only looks so.
syntax match veoValue /\${[^} \t　"[]\+\(\["\(\\.\|[^"\\]\)*"\]\)\?}/ contained
syntax match veoEscape /\$\${/ contained

highlight default link veoComment Comment
highlight default link veoSkipped Comment
highlight default link veoEdition PreProc
highlight default link veoModifier Keyword
highlight default link veoOptional Keyword
highlight default link veoRawCommand Statement
highlight default link veoNamer Statement
highlight default link veoName Identifier
highlight default link veoAssign Operator
highlight default link veoText String
highlight default link veoFence String
highlight default link veoLiteral String
highlight default link veoQuotes Delimiter
highlight default link veoCommand Statement
highlight default link veoFor Repeat
highlight default link veoEnd Repeat
highlight default link veoDashes Operator
highlight default link veoString String
highlight default link veoStringEscape SpecialChar
highlight default link veoPair Type
highlight default link veoSetting Type
highlight default link veoParticle Keyword
highlight default link veoSource Keyword
highlight default link veoKeySource Keyword
highlight default link veoTopic Keyword
highlight default link veoReference Identifier
highlight default link veoOperator Operator
highlight default link veoField Type
highlight default link veoConstant Constant
highlight default link veoNumber Number
highlight default link veoValue Special
highlight default link veoEscape SpecialChar

let b:current_syntax = 'veo'
