/* The one text form of orders, used by journal, record, golden games and logs: a line such as
 *     move 3 E,E,NE press        fire_at 4 c12        clear 7 SE        policy 4 free
 * and the record of a game: what rebuilds and proves it, as lines (see record.c for the grammar). */
#ifndef IBAR_RULES_TEXT_H
#define IBAR_RULES_TEXT_H

#include "orders.h"

#define ORDER_TEXT_MAX 256

/* Writes an order, NUL-terminated. Returns its length. */
int order_format(const struct order *order, char out[ORDER_TEXT_MAX]);
/* Reads what order_format writes. False with a sentence in `why` that says what is wrong. */
bool order_parse(const char *text, struct order *out, char *why, size_t size);

/* "E", "NE" ... and back; -1 when unknown. */
const char *dir_name(int dir);
int dir_parse(const char *text);

#endif
