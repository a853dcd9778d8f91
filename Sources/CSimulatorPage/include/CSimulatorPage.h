#ifndef C_SIMULATOR_PAGE_H
#define C_SIMULATOR_PAGE_H

#include <stddef.h>
#include <stdint.h>

/// A file of the simulator's page: constant memory that is never freed.
typedef struct {
    const uint8_t *_Nonnull bytes;
    size_t count;
} page_asset;

/// How the page looks.
page_asset page_style(void);

/// What keeps the page up to date.
page_asset page_script(void);

#endif
