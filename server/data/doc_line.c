/* Finds the line of a value by walking the text once more: jansson keeps no places. The text is valid JSON.
 */
#include "doc.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_space(const char *at) {
    while (*at && isspace((unsigned char)*at))
        at++;
    return at;
}

/* Behind the closing quote of the string that begins at `at`. */
static const char *skip_string(const char *at) {
    for (at++; *at && *at != '"'; at++)
        if (*at == '\\' && at[1])
            at++;
    return *at ? at + 1 : at;
}

/* Behind the value that begins at `at`. */
static const char *skip_value(const char *at) {
    int depth = 0;
    do {
        at = skip_space(at);
        if (*at == '"') {
            at = skip_string(at);
        } else if (*at == '{' || *at == '[') {
            depth++;
            at++;
        } else if (*at == '}' || *at == ']') {
            depth--;
            at++;
        } else if (depth > 0 && (*at == ',' || *at == ':')) {
            at++;
        } else {
            while (*at && !strchr(",:]} \t\r\n", *at))
                at++;
        }
    } while (depth > 0 && *at);
    return at;
}

/* The value of item `index` of the array at `at`; NULL when there are fewer. */
static const char *find_item(const char *at, unsigned long index) {
    if (*at != '[')
        return NULL;
    at = skip_space(at + 1);
    for (; index > 0 && *at && *at != ']'; index--) {
        at = skip_space(skip_value(at));
        if (*at == ',')
            at = skip_space(at + 1);
    }
    return *at && *at != ']' ? at : NULL;
}

/* The value of a member of the object at `at`; NULL when there is none. */
static const char *find_member(const char *at, const char *key, size_t length) {
    if (*at != '{')
        return NULL;
    at = skip_space(at + 1);
    while (*at == '"') {
        const char *end = skip_string(at);
        bool found = (size_t)(end - at) == length + 2 && memcmp(at + 1, key, length) == 0;
        at = skip_space(end);
        at = skip_space(*at == ':' ? at + 1 : at);
        if (found)
            return at;
        at = skip_space(skip_value(at));
        if (*at == ',')
            at = skip_space(at + 1);
    }
    return NULL;
}

unsigned doc_line(const char *text, const char *path) {
    const char *at = skip_space(text);
    while (at && *path) {
        if (*path == '[') {
            char *end;
            at = find_item(at, strtoul(path + 1, &end, 10));
            path = *end ? end + 1 : end;
        } else {
            if (*path == '.')
                path++;
            size_t length = strcspn(path, ".[");
            at = find_member(at, path, length);
            path += length;
        }
    }
    unsigned line = 1;
    for (; at && text < at; text++)
        line += *text == '\n';
    return at ? line : 0;
}
