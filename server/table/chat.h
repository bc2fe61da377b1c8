/* What is said at a table: to all, to one side alone, or among those who look on.
 *
 * A line is journalled before it is there. The table keeps the last CHAT_KEPT lines that each side has heard, for whoever
 * comes back. Lines are numbered and kept for each side apart: neither numbers nor what is still there tell a side that
 * others talk. So they are for who looks on: the watchers, who hear what is said to all and among themselves, and the
 * umpire, who hears all. */
#ifndef IBAR_TABLE_CHAT_H
#define IBAR_TABLE_CHAT_H

#include "table.h"

#define CHAT_TEXT_MAX 300  /* bytes */
#define CHAT_KEPT     32   /* lines for each */
#define CHAT_SAID_MAX 2000 /* lines of a side in a game, of the host, of the umpire, of all spectators together */
#define CHAT_TO_ALL      (-1)
#define CHAT_TO_WATCHERS (-2)
/* Who hears besides the sides. */
enum chat_ear { CHAT_WATCHERS = SIDE_MAX, CHAT_UMPIRE, CHAT_EARS };
/* Who speaks besides the sides. */
enum chat_speaker { CHAT_BY_HOST = SIDE_MAX, CHAT_BY_UMPIRE, CHAT_BY_SPECTATOR, CHAT_SPEAKERS };

struct chat_line {
    int from, to;              /* from: side or enum chat_speaker; to: CHAT_TO_* or the side that alone hears it */
    unsigned turn;             /* 0: before the game began */
    uint32_t number[CHAT_EARS]; /* by side and enum chat_ear, from 1; 0: not for that one */
    char name[PLAYER_NAME_MAX + 1];
    char text[];
};

/* Says a line; `from` and `to` as in struct chat_line. `name` and `text` are UTF-8 without control characters, as the
 * caller has seen to. TABLE_BAD_REQUEST: who speaks may not speak to those: a side to all and to other sides, the umpire to
 * anybody, the host to all and to the watchers, spectators to the watchers and, after the end, to all; TABLE_REFUSED:
 * CHAT_SAID_MAX lines were said. */
enum table_result table_say(struct table *table, int from, int to, const char *name, const char *text);

/* Is this line one of the last CHAT_KEPT that the side or the enum chat_ear has heard? */
bool table_chat_has(const struct table *table, const struct chat_line *line, int ear);
/* Line `index` of those kept for anybody, the oldest first; NULL beyond the last. The table's until the next line is
 * said. */
const struct chat_line *table_chat(const struct table *table, size_t index);

#endif
