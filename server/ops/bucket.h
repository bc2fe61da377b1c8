/* How often something may be done: so many at once, and so many a second in the long run. */
#ifndef IBAR_OPS_BUCKET_H
#define IBAR_OPS_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

/* Holds up to `burst` requests, lines or the like and gains `rate` a second. All-zero is empty. */
struct bucket {
    int64_t level; /* thousandths of one */
    int64_t at_ms; /* up to when the gain is in it */
};

void bucket_fill(struct bucket *bucket, uint32_t burst, int64_t now_ms);
/* Takes one out. False: there is none. */
bool bucket_take(struct bucket *bucket, uint32_t rate, uint32_t burst, int64_t now_ms);

#endif
