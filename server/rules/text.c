/* The one text form of orders: kind, unit, then the fields that the kind has, each told by its first letter.
 *
 *     path "E,E,NE" and "press" or "halt"   direction "SE"   own unit or side "u5"   contact "c12"   hex
 * "h133" mode "m1"   policy "hold", "return", "free" */
#include "text.h"
#include "order_fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const dir_names[DIR_COUNT] = {"E", "NE", "NW", "W", "SW", "SE"};

const char *dir_name(int dir) {
    return dir >= 0 && dir < DIR_COUNT ? dir_names[dir] : "?";
}

int dir_parse(const char *text) {
    for (int dir = 0; dir < DIR_COUNT; dir++)
        if (strcmp(text, dir_names[dir]) == 0)
            return dir;
    return -1;
}

/* The longest line: kind, unit, 48 directions of two letters and a comma each, "press". */
_Static_assert(ORDER_TEXT_MAX >= 16 + 8 + PATH_MAX_HEXES * 3 + 8, "an order fits its text");

int order_format(const struct order *order, char out[ORDER_TEXT_MAX]) {
    unsigned used = order_fields(order->kind);
    size_t at = (size_t)snprintf(out, ORDER_TEXT_MAX, "%s %u", order_kind_name(order->kind), order->unit);
    if (used & FIELD_PATH) {
        for (int i = 0; i < order->path_length && i < PATH_MAX_HEXES; i++)
            at += (size_t)snprintf(out + at, ORDER_TEXT_MAX - at, "%s%s", i ? "," : " ",
                                   dir_name(order->path[i]));
        at += (size_t)snprintf(out + at, ORDER_TEXT_MAX - at, order->press_on ? " press" : " halt");
    }
    if (used & FIELD_OTHER)
        at += (size_t)snprintf(out + at, ORDER_TEXT_MAX - at, " u%u", order->other);
    if (used & FIELD_CONTACT)
        at += (size_t)snprintf(out + at, ORDER_TEXT_MAX - at, " c%u", order->contact);
    if (used & FIELD_HEX)
        at += (size_t)snprintf(out + at, ORDER_TEXT_MAX - at, " h%u", order->hex);
    if (used & FIELD_DIR)
        at += (size_t)snprintf(out + at, ORDER_TEXT_MAX - at, " %s", dir_name(order->dir));
    if (used & FIELD_MODE)
        at += (size_t)snprintf(out + at, ORDER_TEXT_MAX - at, " m%u", order->mode);
    if (used & FIELD_POLICY)
        at += (size_t)snprintf(out + at, ORDER_TEXT_MAX - at, " %s", policy_name(order->policy));
    return (int)at;
}

/* The next word of `*text`, cut at blanks. False at the end, or when it is longer than `size`. */
static bool word_next(const char **text, char *word, size_t size) {
    *text += strspn(*text, " ");
    size_t length = strcspn(*text, " ");
    if (length == 0 || length >= size)
        return false;
    memcpy(word, *text, length);
    word[length] = '\0';
    *text += length;
    return true;
}

/* A number without sign, after `letter` unless that is 0. */
static bool number_parse(const char *word, char letter, unsigned most, unsigned *out) {
    if (letter && *word++ != letter)
        return false;
    if (strlen(word) == 0 || strlen(word) > 5 || strspn(word, "0123456789") != strlen(word))
        return false;
    *out = (unsigned)strtoul(word, NULL, 10);
    return *out <= most;
}

static bool path_parse(char *word, struct order *order) {
    for (char *rest = NULL, *name = strtok_r(word, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
        int dir = dir_parse(name);
        if (dir < 0 || order->path_length >= PATH_MAX_HEXES)
            return false;
        order->path[order->path_length++] = (uint8_t)dir;
    }
    return true;
}

static bool press_parse(const char *word, struct order *order) {
    order->press_on = strcmp(word, "press") == 0;
    return order->press_on || strcmp(word, "halt") == 0;
}

static bool policy_parse(const char *word, struct order *order) {
    for (int policy = 0; policy < POLICY_COUNT; policy++)
        if (strcmp(word, policy_name(policy)) == 0) {
            order->policy = (uint8_t)policy;
            return true;
        }
    return false;
}

/* Reads one field of the kind. On failure names in `wanted` what belongs there. */
static bool field_parse(unsigned field, const char **text, struct order *order, const char **wanted) {
    char word[PATH_MAX_HEXES * 3 + 1];
    unsigned number = 0;
    bool found = word_next(text, word, sizeof word);
    switch (field) {
    case FIELD_PATH:
        *wanted = "directions such as E,NE (at most 48) and then press or halt";
        if (!found)
            return false;
        if (strcmp(word, "press") == 0 || strcmp(word, "halt") == 0)
            return press_parse(word, order); /* an empty path: rules_check refuses it, the text holds it */
        return path_parse(word, order) && word_next(text, word, sizeof word) && press_parse(word, order);
    case FIELD_OTHER:
        *wanted = "a unit such as u5";
        found = found && number_parse(word, 'u', UINT16_MAX, &number);
        order->other = (uint16_t)number;
        return found;
    case FIELD_CONTACT:
        *wanted = "a contact such as c12";
        found = found && number_parse(word, 'c', UINT16_MAX, &number);
        order->contact = (uint16_t)number;
        return found;
    case FIELD_HEX:
        *wanted = "a hex such as h133";
        found = found && number_parse(word, 'h', UINT16_MAX, &number);
        order->hex = (hex_t)number;
        return found;
    case FIELD_DIR:
        *wanted = "a direction: E, NE, NW, W, SW or SE";
        if (!found || dir_parse(word) < 0)
            return false;
        order->dir = (uint8_t)dir_parse(word);
        return true;
    case FIELD_MODE:
        *wanted = "a mode such as m0";
        found = found && number_parse(word, 'm', UINT8_MAX, &number);
        order->mode = (uint8_t)number;
        return found;
    default:
        *wanted = "a policy: hold, return or free";
        return found && policy_parse(word, order);
    }
}

bool order_parse(const char *text, struct order *out, char *why, size_t size) {
    static const uint8_t sequence[] = {FIELD_PATH, FIELD_OTHER, FIELD_CONTACT, FIELD_HEX,
                                       FIELD_DIR,  FIELD_MODE,  FIELD_POLICY};
    struct order order;
    memset(&order, 0, sizeof order);
    const char *at = text, *wanted = "";
    char word[32];
    unsigned unit;
    if (!word_next(&at, word, sizeof word) || order_kind_parse(word) == ORDER_none) {
        snprintf(why, size, "\"%.60s\" does not begin with a kind of order such as move.", text);
        return false;
    }
    order.kind = (uint8_t)order_kind_parse(word);
    if (!word_next(&at, word, sizeof word) || !number_parse(word, 0, UINT16_MAX, &unit)) {
        snprintf(why, size, "\"%.60s\" does not name a unit by its number after the kind of order.", text);
        return false;
    }
    order.unit = (uint16_t)unit;
    for (size_t i = 0; i < sizeof sequence; i++)
        if ((order_fields(order.kind) & sequence[i]) && !field_parse(sequence[i], &at, &order, &wanted)) {
            snprintf(why, size, "\"%.60s\" lacks %s.", text, wanted);
            return false;
        }
    if (at[strspn(at, " ")] != '\0') {
        snprintf(why, size, "\"%.60s\" goes on after its last field: \"%.40s\" does not belong there.", text,
                 at);
        return false;
    }
    *out = order;
    return true;
}
