/* What the two files that restore a game share. */
#ifndef IBAR_TABLE_RESTORE_ROOM_H
#define IBAR_TABLE_RESTORE_ROOM_H

#include "table_room.h"

struct snapshot {
    uint8_t *bytes;
    size_t size;
    unsigned steps, rewinds, turn; /* before it; the turn whose orders were awaited */
    const struct ai *ai[SIDE_MAX]; /* who played */
};

struct restore {
    const struct scenario *(*find)(void *ctx, const char *id);
    void *ctx;
    unsigned rules; /* version under which it was last played */
    bool created, started;
    struct snapshot before, last;
    struct plan plan[SIDE_MAX]; /* of the turn being read */
};

/* Writes "Game N cannot go on: " and the sentence; returns false. */
bool restore_fail(const struct table *table, char *why, size_t size, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The game is from here on what the last snapshot says: nothing before it can be played again. */
bool restore_base_begin(struct table *table, uint64_t hash);

/* restore_play.c: when all entries were read. */
bool restore_play(struct table *table, int64_t now_ms, char *why, size_t size);

#endif
