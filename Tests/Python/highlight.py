"""Colours a text by a TextMate grammar, with an engine that nobody here wrote.

usage: highlight.py GRAMMAR < TEXT

Prints a line for each run of characters: the text as JSON, and the innermost scope.
"""

import json
import os
import shutil
import sys
import tempfile

from babi.highlight import Grammars, highlight_line


def main():
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(sys.argv[1], os.path.join(folder, "source.veo.json"))
        compiler = Grammars(folder).compiler_for_scope("source.veo")
        state = compiler.root_state
        for index, line in enumerate(sys.stdin):
            state, regions = highlight_line(compiler, state, line, index == 0)
            for region in regions:
                text = line[region.start : region.end]
                if text.strip():
                    print(json.dumps(text, ensure_ascii=False), region.scope[-1])


main()
