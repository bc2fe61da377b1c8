/* The scene of an example: the hand-made map of tests/unit/scene.h with the rules of maps/rules.json. */
#ifndef IBAR_TESTS_DOCS_STAGE_H
#define IBAR_TESTS_DOCS_STAGE_H

#include "block.h"
#include "scene.h"

#define WORD_MAX 24

/* A line cut at blanks. */
struct words {
    int count;
    char *word[WORD_MAX];
    char text[LINE_SIZE];
};
void words_cut(const char *text, struct words *out);

/* Sets the scene of a block and begins the game with its key. Fails the test at a line that means nothing. */
struct scene *stage_open(const struct block *block);

hex_t stage_hex(const struct scene *scene, const char *name);  /* "0304" */
int stage_side(const struct scene *scene, const char *id);     /* "police" */
uint16_t stage_unit(const struct scene *scene, const char *name); /* UNIT_NONE when there is none */
/* An order of a line, "fire_at Patrol Cell", "push Platoon 0504 m1", or "ask police kfor support 0404". */
void stage_order(struct scene *scene, const char *line, struct order *out, int *side);

#endif
