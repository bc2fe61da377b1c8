/* Reads the blocks of examples out of a Markdown file. */
#include "block.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const char *const sections[] = {"", "scene", "orders", "happens", "result"};

static void trim(char *text) {
    size_t length = strlen(text), skip = strspn(text, " \t");
    while (length > 0 && strchr(" \t\r\n", text[length - 1]))
        text[--length] = '\0';
    memmove(text, text + (skip < length ? skip : length), length - (skip < length ? skip : length) + 1);
}

static int section_of(const char *text) {
    for (int section = SECTION_SCENE; section <= SECTION_RESULT; section++)
        if (strcmp(text, sections[section]) == 0)
            return section;
    return SECTION_NONE;
}

static void line_add(struct block *block, int *section, int number, char *text) {
    trim(text);
    if (!*text)
        return;
    if (block->lines == BLOCK_LINE_MAX)
        fail_msg("line %d: the example \"%s\" has more than %d lines.", number, block->title, BLOCK_LINE_MAX);
    int begins = section_of(text);
    if (begins)
        *section = begins;
    if (!*section)
        fail_msg("line %d: the example \"%s\" does not begin with scene.", number, block->title);
    struct block_line *line = &block->line[block->lines++];
    line->section = *section;
    line->number = number;
    snprintf(line->text, sizeof line->text, "%s", begins ? "" : text);
}

size_t blocks_read(const char *path, struct block blocks[BLOCK_MAX]) {
    static const char fence[] = "```example ";
    FILE *file = fopen(path, "r");
    char text[LINE_SIZE];
    struct block *block = NULL;
    size_t count = 0;
    int section = SECTION_NONE;
    if (!file)
        fail_msg("%s cannot be read.", path);
    for (int number = 1; fgets(text, sizeof text, file); number++) {
        if (!block && strncmp(text, fence, strlen(fence)) == 0) {
            if (count == BLOCK_MAX)
                fail_msg("%s:%d: there are more than %d examples.", path, number, BLOCK_MAX);
            block = &blocks[count++];
            memset(block, 0, sizeof *block);
            snprintf(block->title, sizeof block->title, "%s", text + strlen(fence));
            trim(block->title);
            section = SECTION_NONE;
        } else if (block && strncmp(text, "```", 3) == 0) {
            block = NULL;
        } else if (block) {
            line_add(block, &section, number, text);
        }
    }
    fclose(file);
    if (block)
        fail_msg("%s: the example \"%s\" has no end.", path, block->title);
    return count;
}
