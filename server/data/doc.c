#include "doc.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES_MAX (64u << 20)

/* The whole file, NUL-terminated; NULL with errno. */
static char *file_bytes(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *text = NULL;
    size_t room = 0, used = 0;
    for (;;) {
        if (used + 65536 + 1 > room) {
            room = room ? room * 2 : 1u << 18;
            char *more = room <= FILE_BYTES_MAX ? realloc(text, room) : NULL;
            if (!more) {
                errno = EFBIG;
                break;
            }
            text = more;
        }
        size_t got = fread(text + used, 1, 65536, file);
        used += got;
        if (got == 0 && !ferror(file)) {
            fclose(file);
            text[used] = '\0';
            *size = used;
            return text;
        }
        if (got == 0)
            break;
    }
    int error = errno;
    fclose(file);
    free(text);
    errno = error;
    return NULL;
}

/* Parses the text that the document has. */
static bool doc_parse(struct doc *doc, crypto_generichash_state *hash) {
    json_error_t error;
    doc->root = json_loadb(doc->text, doc->size, JSON_REJECT_DUPLICATES, &error);
    if (!doc->root) {
        problem_add(doc->problems, "%s:%d:%d: is not valid JSON: %s.", doc->file, error.line, error.column, error.text);
        free(doc->text);
        return false;
    }
    if (hash)
        crypto_generichash_update(hash, (const unsigned char *)doc->text, doc->size);
    return true;
}

bool doc_open(struct doc *doc, const char *file, crypto_generichash_state *hash, struct problems *problems) {
    *doc = (struct doc){.file = file, .problems = problems};
    doc->text = file_bytes(file, &doc->size);
    if (!doc->text)
        problem_add(problems, "%s: cannot be read: %s.", file, strerror(errno));
    return doc->text && doc_parse(doc, hash);
}

bool doc_open_text(struct doc *doc, const char *file, const char *text, size_t size, crypto_generichash_state *hash,
                   struct problems *problems) {
    *doc = (struct doc){.file = file, .problems = problems, .text = malloc(size + 1), .size = size};
    if (!doc->text) {
        problem_add(problems, "%s: there is not enough memory to read it.", file);
        return false;
    }
    memcpy(doc->text, text, size);
    doc->text[size] = '\0';
    return doc_parse(doc, hash);
}

void doc_close(struct doc *doc) {
    json_decref(doc->root);
    free(doc->text);
    *doc = (struct doc){0};
}

struct doc_at doc_root(const struct doc *doc) {
    return (struct doc_at){.doc = doc, .value = doc->root};
}

void doc_problem(const struct doc_at *at, const char *format, ...) {
    char sentence[sizeof((struct problems *)0)->text[0]];
    va_list args;
    if (at->doc->problems->count >= PROBLEM_MAX) { /* it is only counted: finding its line walks the text */
        at->doc->problems->count++;
        return;
    }
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    unsigned line = doc_line(at->doc->text, at->path);
    problem_add(at->doc->problems, "%s:%u: %s%s%s", at->doc->file, line ? line : 1, at->path,
                at->path[0] ? ": " : "", sentence);
}

bool doc_get(const struct doc_at *at, const char *key, struct doc_at *out) {
    json_t *value = json_object_get(at->value, key);
    if (!value)
        return false;
    struct doc_at found = {.doc = at->doc, .value = value};
    snprintf(found.path, sizeof found.path, "%.*s%s%s", (int)sizeof found.path / 2, at->path,
             at->path[0] ? "." : "", key);
    *out = found;
    return true;
}

bool doc_need(const struct doc_at *at, const char *key, struct doc_at *out) {
    if (doc_get(at, key, out))
        return true;
    doc_problem(at, "\"%s\" is missing.", key);
    return false;
}

struct doc_at doc_item(const struct doc_at *at, size_t index) {
    struct doc_at item = {.doc = at->doc, .value = json_array_get(at->value, index)};
    snprintf(item.path, sizeof item.path, "%.*s[%zu]", (int)sizeof item.path - 24, at->path, index);
    return item;
}

bool doc_object(const struct doc_at *at) {
    if (json_is_object(at->value))
        return true;
    doc_problem(at, "should be an object, { ... }.");
    return false;
}
