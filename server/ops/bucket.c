#include "bucket.h"

void bucket_fill(struct bucket *bucket, uint32_t burst, int64_t now_ms) {
    bucket->level = (int64_t)burst * 1000;
    bucket->at_ms = now_ms;
}

bool bucket_take(struct bucket *bucket, uint32_t rate, uint32_t burst, int64_t now_ms) {
    int64_t most = (int64_t)burst * 1000, passed = now_ms - bucket->at_ms;
    if (passed > 0) {
        /* A long pause is cut, so that the product cannot overflow. */
        bucket->level += (passed > most ? most : passed) * (int64_t)rate;
        bucket->level = bucket->level > most ? most : bucket->level;
        bucket->at_ms = now_ms;
    }
    if (bucket->level < 1000)
        return false;
    bucket->level -= 1000;
    return true;
}
