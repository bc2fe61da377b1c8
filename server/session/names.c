/* Names as they are compared: capitals like small letters, and without what nobody sees. */
#include "session_room.h"

#include <string.h>

/* The character at `*text`, which is UTF-8 but may be cut off at its end; moves on. */
static uint32_t character_take(const unsigned char **text) {
    const unsigned char *at = *text;
    unsigned more = at[0] < 0x80 ? 0 : at[0] < 0xe0 ? 1 : at[0] < 0xf0 ? 2 : 3;
    uint32_t value = more == 0 ? at[0] : at[0] & (0x3fu >> more);
    unsigned i = 1;
    for (; i <= more && at[i]; i++) {
        value = value << 6 | (at[i] & 0x3f);
    }
    *text = at + i;
    return value;
}

static size_t character_put(uint32_t value, unsigned char *out) {
    if (value < 0x80) {
        out[0] = (unsigned char)value;
        return 1;
    }
    size_t more = value < 0x800 ? 1 : value < 0x10000 ? 2 : 3;
    for (size_t i = more; i > 0; i--) {
        out[i] = (unsigned char)(0x80 | (value & 0x3f));
        value >>= 6;
    }
    out[0] = (unsigned char)((0xf00u >> more) | value);
    return more + 1;
}

/* Latin and Cyrillic, as names here are written. Never longer in UTF-8 than what it is made of. */
static uint32_t small_letter(uint32_t value) {
    if ((value >= 'A' && value <= 'Z') || (value >= 0xc0 && value <= 0xde && value != 0xd7) ||
        (value >= 0x410 && value <= 0x42f)) {
        return value + 0x20;
    }
    if (value >= 0x400 && value <= 0x40f) {
        return value + 0x50;
    }
    if ((value >= 0x139 && value <= 0x148) || (value >= 0x179 && value <= 0x17e)) {
        return value + (value & 1);
    }
    if (value >= 0x100 && value <= 0x177 && value != 0x130 && value != 0x131 && value != 0x138) {
        return value | 1;
    }
    return value;
}

static bool is_unseen(uint32_t value) {
    return value == 0xad || value == 0x34f || value == 0x61c || value == 0x180e || (value >= 0x200b && value <= 0x200f) ||
           (value >= 0x202a && value <= 0x202e) || (value >= 0x2060 && value <= 0x206f) ||
           (value >= 0xfe00 && value <= 0xfe0f) || value == 0xfeff || (value >= 0xe0000 && value <= 0xe0fff);
}

static bool is_space(uint32_t value) {
    return value == ' ' || value == 0xa0 || value == 0x1680 || (value >= 0x2000 && value <= 0x200a) || value == 0x202f ||
           value == 0x205f || value == 0x3000;
}

void name_key(const char *name, char *out) {
    const unsigned char *at = (const unsigned char *)name;
    unsigned char *to = (unsigned char *)out;
    bool space = false;
    while (*at) {
        uint32_t value = character_take(&at);
        if (is_unseen(value)) {
            continue;
        }
        if (is_space(value)) {
            space = to != (unsigned char *)out;
            continue;
        }
        if (space) {
            *to++ = ' ';
        }
        space = false;
        to += character_put(small_letter(value), to);
    }
    *to = '\0';
}

bool name_has(const char *name, const char *part_key) {
    char key[TABLE_NAME_MAX + PLAYER_NAME_MAX + 64];
    if (strlen(name) >= sizeof(key)) {
        return false;
    }
    name_key(name, key);
    return strstr(key, part_key) != NULL;
}
