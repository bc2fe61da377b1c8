/* The worked examples of docs/rulebook.md: fenced blocks of the form
 *
 *     ```example The title
 *     scene
 *       unit Patrol police-patrol police 0404 free
 *     orders
 *       move Patrol E,E halt
 *     happens
 *       pulse 1: Patrol moves from 0404 to 0504.
 *     result
 *       Patrol: at 0604, 2 of 2 steps, suppression 0
 *     ```
 *
 * A section may come again: orders and happens play another turn. */
#ifndef IBAR_TESTS_DOCS_BLOCK_H
#define IBAR_TESTS_DOCS_BLOCK_H

#include <stddef.h>

#define BLOCK_MAX      64
#define BLOCK_LINE_MAX 64
#define LINE_SIZE      320

enum section { SECTION_NONE, SECTION_SCENE, SECTION_ORDERS, SECTION_HAPPENS, SECTION_RESULT };

struct block_line {
    int section;          /* enum section */
    int number;           /* in the file */
    char text[LINE_SIZE]; /* without blanks at its ends; "" where a section begins */
};

struct block {
    char title[LINE_SIZE];
    size_t lines;
    struct block_line line[BLOCK_LINE_MAX];
};

/* Reads all blocks of a file, at most BLOCK_MAX. Fails the test when it cannot. Returns how many. */
size_t blocks_read(const char *path, struct block blocks[BLOCK_MAX]);

#endif
