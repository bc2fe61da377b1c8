/* What the readers of this room share: the hash over all bytes read, and names that only the scenario can
 * resolve. */
#ifndef IBAR_DATA_READING_H
#define IBAR_DATA_READING_H

#include "doc.h"

/* The side that a type with false markings seems to belong to, by id: numbers of sides are the scenario's. */
struct disguises {
    char side[UNIT_TYPE_MAX][16];
};

/* rules_file_read with hash and disguises; both may be NULL. */
bool rules_read(const char *path, struct ruleset *out, struct disguises *disguises,
                crypto_generichash_state *hash, struct problems *problems);
/* The "weapons" of the rules, then its "units" (unit_types.c). */
void weapons_read(const struct doc_at *weapons, struct ruleset *out);
void unit_types_read(const struct doc_at *units, struct ruleset *out, struct disguises *disguises);
struct map_file *map_read(const char *path, crypto_generichash_state *hash, struct problems *problems);

/* Names as files have them. */
extern const char *const terrain_words[];
extern const char *const dir_words[];
extern const char *const policy_words[];

#endif
