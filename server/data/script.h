/* Scripts of scenarios: Lua 5.4, asked for scheduled events and for nothing else (docs/modding.md).
 *
 * A script is a pure function of what the umpire knows: every question is put to a fresh interpreter that has no clock,
 * files, modules, random numbers or memory of earlier questions, and whose steps and memory are bounded. So arena,
 * table, verification and restore give the same answers. `pairs`, `next` and `tostring` are missing because their results
 * hang on addresses. */
#ifndef IBAR_DATA_SCRIPT_H
#define IBAR_DATA_SCRIPT_H

#include "reading.h"

/* Reads and tries the file that a scenario names; fills scenario->script. Each scripted event needs a function of its
 * name, with "_" for "-". Adds a problem for whatever is wrong. */
void script_read(struct scenario *scenario, const struct doc_at *root, const char *folder, crypto_generichash_state *hash);
/* Gives a scenario whose events are read a script from memory, in place of the one that it had, and tries it. `name` is
 * what it is called in errors. False with what is wrong, without a full stop, in `why`. */
#define SCRIPT_WHY_MAX 200
bool script_set(struct scenario *scenario, const char *name, const char *text, size_t size, char why[SCRIPT_WHY_MAX]);
/* Frees what these made. */
void script_destroy(struct scenario *scenario);

#endif
