#ifndef C_SAMPLE_VIDEOS_H
#define C_SAMPLE_VIDEOS_H

#include <stddef.h>
#include <stdint.h>

/// One whole MP4 file that is part of the program: constant memory that is never freed.
typedef struct {
    const uint8_t *_Nonnull bytes;
    size_t count;
} sample_video;

/// Eight seconds, 720x1280, 24 frames a second, H.264 and AAC; `moov` is the last box.
sample_video sample_video_portrait(void);

/// Eight seconds, 1280x720, 24 frames a second, H.264 and AAC; `moov` is the last box.
sample_video sample_video_landscape(void);

#endif
