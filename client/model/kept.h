/* Places at tables that this program has had, kept between two starts in a small file that only its owner reads: who has
 * a token has the place. */
#ifndef IBAR_MODEL_KEPT_H
#define IBAR_MODEL_KEPT_H

#include "model.h"

#define KEPT_MAX     200 /* then the oldest falls away */
#define KEPT_ADDRESS 80

struct kept_place {
    char address[KEPT_ADDRESS]; /* of the server, HOST:PORT */
    char token[MODEL_TOKEN_MAX];
    char game[MODEL_NAME_MAX], scenario[32];
    char side[24];   /* id; "" for a place without one */
    uint64_t number; /* of the game */
    int role;        /* enum seat_role */
};

struct kept {
    char path[512]; /* "": kept nowhere */
    struct kept_place place[KEPT_MAX]; /* the oldest first */
    size_t count;
};

/* Reads the file at `path` (NULL or "": nothing is kept). What cannot be read is left out. */
void kept_open(struct kept *kept, const char *path);
/* Keeps a place, the newest; one with the same token is replaced. The file is written anew. */
void kept_add(struct kept *kept, const struct kept_place *place);
/* Forgets the place of a token. */
void kept_remove(struct kept *kept, const char *token);
/* The index-th place at a server, the newest first; NULL beyond the last. */
const struct kept_place *kept_at(const struct kept *kept, const char *address, size_t index);

/* The place of a player at that game's side; NULL when there is none. */
const struct kept_place *kept_find(const struct kept *kept, const char *address, uint64_t number, const char *side);

#endif
