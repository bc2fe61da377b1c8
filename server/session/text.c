/* Text as protobuf demands it: UTF-8, without overlong forms and surrogates. */
#include "session_room.h"

#include <string.h>

/* Bytes of the character at `text`; 0 when it is none. */
static size_t character_size(const unsigned char *text) {
    unsigned first = text[0];
    if (first < 0x80) {
        return 1;
    }
    size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4) {
        return 0;
    }
    for (size_t i = 1; i < size; i++) {
        if ((text[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    if ((first == 0xe0 && text[1] < 0xa0) || (first == 0xed && text[1] > 0x9f) ||
        (first == 0xf0 && text[1] < 0x90) || (first == 0xf4 && text[1] > 0x8f)) {
        return 0;
    }
    return size;
}

bool text_is_line(const char *text, size_t most) {
    if (strlen(text) > most) {
        return false;
    }
    while (*text) {
        const unsigned char *at = (const unsigned char *)text;
        size_t size = character_size(at);
        bool control = *at < 0x20 || *at == 0x7f || (*at == 0xc2 && at[1] < 0xa0);
        if (size == 0 || control) {
            return false;
        }
        text += size;
    }
    return true;
}

void text_clean(char *text) {
    while (*text) {
        size_t size = character_size((const unsigned char *)text);
        if (size == 0 || (unsigned char)*text < 0x20) {
            *text = '?';
            size = 1;
        }
        text += size;
    }
}
