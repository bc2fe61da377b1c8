/* Readers of single values: numbers, texts, words. */
#include "doc.h"

#include <stdio.h>
#include <string.h>

#define LINE_MAX_BYTES 64 /* texts that long at most are one line */

/* What a value is, for problems. Returns `out`. */
static const char *value_words(const json_t *value, char *out, size_t size) {
    static const char *const kinds[] = {[JSON_OBJECT] = "an object",
                                        [JSON_ARRAY] = "a list",
                                        [JSON_TRUE] = "true",
                                        [JSON_FALSE] = "false",
                                        [JSON_NULL] = "null"};
    switch (json_typeof(value)) {
    case JSON_STRING:
        snprintf(out, size, "\"%.40s\"", json_string_value(value));
        break;
    case JSON_INTEGER:
        snprintf(out, size, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        break;
    case JSON_REAL:
        snprintf(out, size, "%g", json_real_value(value));
        break;
    default:
        snprintf(out, size, "%s", kinds[json_typeof(value)]);
        break;
    }
    return out;
}

bool doc_array(const struct doc_at *at, size_t least, size_t most, size_t *count) {
    if (!json_is_array(at->value)) {
        doc_problem(at, "should be a list, [ ... ].");
        return false;
    }
    size_t size = json_array_size(at->value);
    if (size < least || size > most) {
        if (least == most)
            doc_problem(at, "should have %zu items, not %zu.", least, size);
        else
            doc_problem(at, "should have %zu to %zu items, not %zu.", least, most, size);
        return false;
    }
    *count = size;
    return true;
}

void doc_only_keys(const struct doc_at *at, const char *const *keys) {
    const char *key;
    json_t *value;
    json_object_foreach(at->value, key, value) {
        bool known = strcmp(key, "_note") == 0;
        for (size_t i = 0; keys[i] && !known; i++)
            known = strcmp(keys[i], key) == 0;
        struct doc_at member;
        if (!known && doc_get(at, key, &member))
            doc_problem(&member, "there is no field of this name here; remarks go into \"_note\".");
    }
}

bool doc_int(const struct doc_at *at, long min, long max, long *out) {
    char words[64];
    if (json_is_integer(at->value)) {
        json_int_t value = json_integer_value(at->value);
        if (value >= min && value <= max) {
            *out = (long)value;
            return true;
        }
    }
    value_words(at->value, words, sizeof words);
    if (min == max)
        doc_problem(at, "should be %ld, not %s.", min, words);
    else
        doc_problem(at, "should be a whole number from %ld to %ld, not %s.", min, max, words);
    return false;
}

bool doc_real(const struct doc_at *at, double *out) {
    char words[64];
    if (json_is_number(at->value)) {
        *out = json_number_value(at->value);
        return true;
    }
    doc_problem(at, "should be a number, not %s.", value_words(at->value, words, sizeof words));
    return false;
}

bool doc_bool(const struct doc_at *at, bool *out) {
    char words[64];
    if (json_is_boolean(at->value)) {
        *out = json_is_true(at->value);
        return true;
    }
    doc_problem(at, "should be true or false, not %s.", value_words(at->value, words, sizeof words));
    return false;
}

bool doc_text(const struct doc_at *at, char *out, size_t size, bool empty) {
    char words[64];
    if (!json_is_string(at->value)) {
        doc_problem(at, "should be a text in quotes, not %s.", value_words(at->value, words, sizeof words));
        return false;
    }
    size_t length = json_string_length(at->value);
    if (strlen(json_string_value(at->value)) != length || length >= size || (length == 0 && !empty)) {
        doc_problem(at, "should be a text of %d to %zu bytes, not of %zu.", empty ? 0 : 1, size - 1, length);
        return false;
    }
    for (const char *c = json_string_value(at->value); *c; c++)
        if ((unsigned char)*c < ' ' && (*c != '\n' || size <= LINE_MAX_BYTES)) {
            doc_problem(at, "should have no control characters%s.",
                        size > LINE_MAX_BYTES ? " but line feeds" : "");
            return false;
        }
    memcpy(out, json_string_value(at->value), length + 1);
    return true;
}

bool doc_id(const struct doc_at *at, char *out, size_t size) {
    const char *text = json_string_value(at->value);
    if (text && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(text)) {
        doc_problem(at, "should have small letters, digits and \"-\" only.");
        return false;
    }
    return doc_text(at, out, size, false);
}

bool doc_word(const struct doc_at *at, const char *what, const char *const *words, int *out) {
    char given[64], all[240] = "";
    const char *text = json_string_value(at->value);
    size_t used = 0;
    for (int i = 0; words[i]; i++) {
        if (text && words[i][0] && strcmp(words[i], text) == 0) {
            *out = i;
            return true;
        }
        if (words[i][0] && used < sizeof all)
            used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", used ? ", " : "", words[i]);
    }
    if (used >= sizeof all)
        memcpy(all + sizeof all - 4, "...", 4);
    doc_problem(at, "%s is no %s; there are: %s.", value_words(at->value, given, sizeof given), what, all);
    return false;
}

bool doc_get_int(const struct doc_at *at, const char *key, long min, long max, long *out) {
    struct doc_at member;
    return !doc_get(at, key, &member) || doc_int(&member, min, max, out);
}

bool doc_get_text(const struct doc_at *at, const char *key, char *out, size_t size) {
    struct doc_at member;
    return !doc_get(at, key, &member) || doc_text(&member, out, size, true);
}

bool doc_get_bool(const struct doc_at *at, const char *key, bool *out) {
    struct doc_at member;
    return !doc_get(at, key, &member) || doc_bool(&member, out);
}

bool doc_need_int(const struct doc_at *at, const char *key, long min, long max, long *out) {
    struct doc_at member;
    return doc_need(at, key, &member) && doc_int(&member, min, max, out);
}

bool doc_need_text(const struct doc_at *at, const char *key, char *out, size_t size) {
    struct doc_at member;
    return doc_need(at, key, &member) && doc_text(&member, out, size, false);
}

bool doc_need_id(const struct doc_at *at, const char *key, char *out, size_t size) {
    struct doc_at member;
    return doc_need(at, key, &member) && doc_id(&member, out, size);
}

bool doc_need_file(const struct doc_at *at, const char *key, char *out, size_t size) {
    struct doc_at member;
    if (!doc_need(at, key, &member) || !doc_text(&member, out, size, false))
        return false;
    if (!strchr(out, '/') && out[0] != '.')
        return true;
    doc_problem(&member, "should be the name of a file in the folder of maps, without a path.");
    return false;
}

bool doc_get_bits(const struct doc_at *at, const char *key, const char *what, const char *const *words,
                  uint32_t *out) {
    struct doc_at list;
    size_t count;
    if (!doc_get(at, key, &list))
        return true;
    if (!doc_array(&list, 0, 32, &count))
        return false;
    uint32_t bits = 0;
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        int word;
        if (!doc_word(&item, what, words, &word)) {
            good = false;
        } else if (bits >> word & 1) {
            doc_problem(&item, "\"%s\" is named twice.", words[word]);
            good = false;
        } else {
            bits |= UINT32_C(1) << word;
        }
    }
    *out = bits;
    return good;
}
