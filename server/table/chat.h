/* What players say to each other at a table: to all, or to one other side alone.
 *
 * A line is journalled before it is there. The table keeps the last CHAT_KEPT lines that each side has heard, for whoever
 * comes back. Lines are numbered and kept for each side apart: neither numbers nor what is still there tell a side that
 * two others talk. So they are for who looks on: the public, which hears what is said to all, and the umpire, who hears
 * all. */
#ifndef IBAR_TABLE_CHAT_H
#define IBAR_TABLE_CHAT_H

#include "table.h"

#define CHAT_TEXT_MAX 300  /* bytes */
#define CHAT_KEPT     32   /* lines for each */
#define CHAT_SAID_MAX 2000 /* lines of a side in a game */
#define CHAT_TO_ALL   (-1)
/* Who hears besides the sides. */
enum chat_ear { CHAT_PUBLIC = SIDE_MAX, CHAT_UMPIRE, CHAT_EARS };

struct chat_line {
    int from, to;              /* sides; to: CHAT_TO_ALL or the side that alone hears it */
    unsigned turn;             /* 0: before the game began */
    uint32_t number[CHAT_EARS]; /* by side and enum chat_ear, from 1; 0: not for that one */
    char name[PLAYER_NAME_MAX + 1];
    char text[];
};

/* Says a line. `name` and `text` are UTF-8 without control characters, as the caller has seen to. TABLE_BAD_REQUEST: no
 * such side to speak to, or the side itself; TABLE_REFUSED: the side has said CHAT_SAID_MAX lines. */
enum table_result table_say(struct table *table, int side, int to, const char *name, const char *text);

/* Is this line one of the last CHAT_KEPT that the side or the enum chat_ear has heard? */
bool table_chat_has(const struct table *table, const struct chat_line *line, int ear);
/* Line `index` of those kept for anybody, the oldest first; NULL beyond the last. The table's until the next line is
 * said. */
const struct chat_line *table_chat(const struct table *table, size_t index);

#endif
