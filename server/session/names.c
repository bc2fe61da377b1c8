/* Names as they are compared: Unicode's NFKC_Casefold, so that capitals, composed and decomposed letters and letters of other
 * widths are the same, and without what nobody sees; all kinds of space are one, and none stands at the ends. */
#include "session_room.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Most names: without looking anything up. */
static bool is_plain(const char *name) {
    for (; *name; name++) {
        if ((unsigned char)*name >= 0x80) {
            return false;
        }
    }
    return true;
}

static void plain_fold(char *name) {
    for (; *name; name++) {
        *name = *name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name;
    }
}

/* The bytes of the space at `text`, 0 when it is none. */
static size_t space_size(const char *text) {
    utf8proc_int32_t value;
    utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &value);
    return size > 0 && utf8proc_category(value) == UTF8PROC_CATEGORY_ZS ? (size_t)size : 0;
}

static bool spaces_close(const char *folded, char *out, size_t room) {
    size_t used = 0;
    bool space = false;
    while (*folded) {
        size_t size = space_size(folded);
        if (size) {
            space = used > 0;
            folded += size;
            continue;
        }
        if (used + space + 1 >= room) {
            return false;
        }
        if (space) {
            out[used++] = ' ';
        }
        space = false;
        out[used++] = *folded++;
    }
    out[used] = '\0';
    return true;
}

bool name_key(const char *name, char *out, size_t room) {
    char clean[NAME_KEY_ROOM];
    out[0] = '\0';
    if (strlen(name) >= sizeof(clean)) {
        return false;
    }
    memcpy(clean, name, strlen(name) + 1);
    bool plain = is_plain(clean);
    if (plain) {
        plain_fold(clean);
    } else {
        text_clean(clean); /* a name may be cut off at its end */
    }
    char *folded = plain ? clean : (char *)utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)clean);
    bool done = folded && spaces_close(folded, out, room);
    if (!plain) {
        free(folded);
    }
    if (!done) {
        out[0] = '\0';
    }
    return done;
}

bool account_key(const char *name, char *out) {
    return name_key(name, out, ACCOUNT_NAME_MAX + 1);
}

bool name_has(const char *name, const char *part_key) {
    char key[NAME_KEY_ROOM];
    return name_key(name, key, sizeof(key)) && strstr(key, part_key) != NULL;
}

/* Marks that turn the direction of what stands around them. */
static bool turns_direction(utf8proc_int32_t value) {
    return value == 0x61c || value == 0x200e || value == 0x200f || (value >= 0x202a && value <= 0x202e) ||
           (value >= 0x2066 && value <= 0x2069);
}

bool name_is_fit(const char *name, size_t most) {
    if (!text_is_line(name, most)) {
        return false;
    }
    while (*name) {
        utf8proc_int32_t value;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)name, -1, &value);
        utf8proc_category_t category = size > 0 ? utf8proc_category(value) : UTF8PROC_CATEGORY_CC;
        if (category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP ||
            turns_direction(value)) {
            return false;
        }
        name += size;
    }
    return true;
}
