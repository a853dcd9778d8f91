#include "CSimulatorPage.h"

// The files are inside the program, so that an installed binary needs none beside it.

// Swift's C compiler knows #embed in every version of C, and says so each time.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t style[] = {
#embed "Assets/page.css"
};

static const uint8_t script[] = {
#embed "Assets/page.js"
};

page_asset page_style(void) {
    return (page_asset){.bytes = style, .count = sizeof style};
}

page_asset page_script(void) {
    return (page_asset){.bytes = script, .count = sizeof script};
}
