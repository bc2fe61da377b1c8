/* What players say to each other at a table: to all, or to one other side alone.
 *
 * A line is journalled before it is there. The table keeps the last CHAT_KEPT lines that each side has heard, for whoever
 * comes back. Lines are numbered and kept for each side apart: neither numbers nor what is still there tell a side that
 * two others talk. */
#ifndef IBAR_TABLE_CHAT_H
#define IBAR_TABLE_CHAT_H

#include "table.h"

#define CHAT_TEXT_MAX 300  /* bytes */
#define CHAT_KEPT     32   /* lines for each side */
#define CHAT_SAID_MAX 2000 /* lines of a side in a game */
#define CHAT_TO_ALL   (-1)

struct chat_line {
    int from, to;              /* sides; to: CHAT_TO_ALL or the side that alone hears it */
    unsigned turn;             /* 0: before the game began */
    uint32_t number[SIDE_MAX]; /* by side, from 1; 0: not for that side */
    char name[PLAYER_NAME_MAX + 1];
    char text[];
};

/* Says a line. `name` and `text` are UTF-8 without control characters, as the caller has seen to. TABLE_BAD_REQUEST: no
 * such side to speak to, or the side itself; TABLE_REFUSED: the side has said CHAT_SAID_MAX lines. */
enum table_result table_say(struct table *table, int side, int to, const char *name, const char *text);

/* Is this line one of the last CHAT_KEPT that the side has heard? */
bool table_chat_has(const struct table *table, const struct chat_line *line, int side);
/* Line `index` of those kept for any side, the oldest first; NULL beyond the last. The table's until the next line is
 * said. */
const struct chat_line *table_chat(const struct table *table, size_t index);

#endif
