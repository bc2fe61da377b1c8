/* JSON documents read with the place of every value, so that each problem names file, line and field.
 *
 * Life: doc_open, doc_root and the readers below, doc_close. A struct doc_at is valid until doc_close.
 * Every reader adds a problem and returns false when the value is not what it should be; `out` is then
 * unchanged. */
#ifndef IBAR_DATA_DOC_H
#define IBAR_DATA_DOC_H

#include "problems.h"

#include <jansson.h>
#include <sodium.h>

struct doc {
    const char *file; /* as the problems name it; the caller's */
    char *text;
    size_t size;
    json_t *root;
    struct problems *problems;
};

/* A value and where it stands, "units[3].type". */
struct doc_at {
    const struct doc *doc;
    json_t *value;
    char path[96];
};

/* Reads a file. `hash` takes in its bytes unless NULL. False with a problem: no such file, or broken syntax
 * with line and column. doc_close is needed only after true. */
bool doc_open(struct doc *doc, const char *file, crypto_generichash_state *hash, struct problems *problems);
/* The same of a text that is there already, which is copied; `file` names it in problems. */
bool doc_open_text(struct doc *doc, const char *file, const char *text, size_t size, crypto_generichash_state *hash,
                   struct problems *problems);
void doc_close(struct doc *doc);
struct doc_at doc_root(const struct doc *doc);

/* The line (from 1) of the value at a path in a text of valid JSON; 0 when it is not there. */
unsigned doc_line(const char *text, const char *path);

/* "file:line: path: sentence". */
void doc_problem(const struct doc_at *at, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A member. doc_get: false without a problem when it is missing; doc_need adds one. */
bool doc_get(const struct doc_at *at, const char *key, struct doc_at *out);
bool doc_need(const struct doc_at *at, const char *key, struct doc_at *out);
struct doc_at doc_item(const struct doc_at *at, size_t index);

bool doc_object(const struct doc_at *at);
/* An array of `least` to `most` items; `count` is set to the number of items. */
bool doc_array(const struct doc_at *at, size_t least, size_t most, size_t *count);
/* Adds a problem for each member whose key is neither in `keys` (NULL-terminated) nor "_note". */
void doc_only_keys(const struct doc_at *at, const char *const *keys);

bool doc_int(const struct doc_at *at, long min, long max, long *out);
bool doc_real(const struct doc_at *at, double *out);
bool doc_bool(const struct doc_at *at, bool *out);
/* A text of 1 to size - 1 bytes, `empty` allows none; without control characters, but for line feeds where
 * there is room for more than a line. */
bool doc_text(const struct doc_at *at, char *out, size_t size, bool empty);
/* An id: small letters, digits and "-", as flags, file names and tokens can carry it. */
bool doc_id(const struct doc_at *at, char *out, size_t size);
/* A word of `words` (NULL-terminated, "" entries are skipped); `out` is its number. `what` is the noun,
 * "side". */
bool doc_word(const struct doc_at *at, const char *what, const char *const *words, int *out);

/* Members that may be missing: `out` keeps what it has. False only after a problem. */
bool doc_get_int(const struct doc_at *at, const char *key, long min, long max, long *out);
bool doc_get_text(const struct doc_at *at, const char *key, char *out, size_t size);
bool doc_get_bool(const struct doc_at *at, const char *key, bool *out);
bool doc_need_int(const struct doc_at *at, const char *key, long min, long max, long *out);
bool doc_need_text(const struct doc_at *at, const char *key, char *out, size_t size);
bool doc_need_id(const struct doc_at *at, const char *key, char *out, size_t size);
/* The name of a file in the folder of maps. */
bool doc_need_file(const struct doc_at *at, const char *key, char *out, size_t size);
/* A list of words as bits: bit n for word n. */
bool doc_get_bits(const struct doc_at *at, const char *key, const char *what, const char *const *words,
                  uint32_t *out);

#endif
