#include "CSampleVideos.h"

// The clips are inside the program, so that an installed binary needs no files beside it.

// Swift's C compiler knows #embed in every version of C, and says so each time.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t portrait[] = {
#embed "Clips/portrait.mp4"
};

static const uint8_t landscape[] = {
#embed "Clips/landscape.mp4"
};

sample_video sample_video_portrait(void) {
    return (sample_video){.bytes = portrait, .count = sizeof portrait};
}

sample_video sample_video_landscape(void) {
    return (sample_video){.bytes = landscape, .count = sizeof landscape};
}
