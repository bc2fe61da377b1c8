/* The worked examples of docs/rulebook.md are played by the engine, and every line of theirs must be what it says.
 *
 *     test_docs_examples                 runs them as tests
 *     test_docs_examples --show [FILE]   prints what the engine says to each, to be written into the text */
#include "results.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define EXAMPLES_LEAST 19 /* what the rulebook has an example of; fewer means that they are not found */

static const char path[] = IBAR_SOURCE_DIR "/docs/rulebook.md";
static struct block blocks[BLOCK_MAX];
static size_t count;
static bool show;

static void event_line(const struct scene *scene, const struct event *event, char out[LINE_SIZE]) {
    char text[LINE_SIZE];
    event_explain(&scene->scenario, event, text, sizeof text);
    if (event->pulse >= 1 && event->pulse <= 6)
        snprintf(out, LINE_SIZE, "pulse %d: %.280s", event->pulse, text);
    else
        snprintf(out, LINE_SIZE, "%s: %.280s", event->pulse ? "Close" : "Upkeep", text);
}

/* A difference, told once. */
static bool differs(const struct block *block, int number, const char *wanted, const char *got, char *why) {
    snprintf(why, 4 * LINE_SIZE, "docs/rulebook.md:%d, \"%.200s\":\n  text    %.400s\n  engine  %.400s", number, block->title, wanted,
             got);
    return false;
}

/* The lines of one "happens" come in this order among the events of the turn; no die may be left out. */
static bool happens(const struct block *block, size_t first, const struct scene *scene, char *why) {
    size_t at = first;
    char line[LINE_SIZE] = "nothing more";
    for (unsigned i = 0; i < scene->events; i++) {
        const struct event *event = &scene->event[i];
        bool more = at < block->lines && block->line[at].section == SECTION_HAPPENS && *block->line[at].text;
        event_line(scene, event, line);
        if (show)
            printf("  %s\n", line);
        if (more && strcmp(block->line[at].text, line) == 0)
            at++;
        else if (event->dice_count > 0 && !show)
            return differs(block, block->line[more ? at : at - 1].number,
                           more ? block->line[at].text : "nothing of a die that was thrown", line, why);
    }
    if (at < block->lines && block->line[at].section == SECTION_HAPPENS && *block->line[at].text)
        return differs(block, block->line[at].number, block->line[at].text, "no such line is left", why);
    return true;
}

static bool result(const struct block *block, const struct block_line *line, struct scene *scene, char *why) {
    char question[LINE_SIZE], got[LINE_SIZE], whole[2 * LINE_SIZE];
    snprintf(question, sizeof question, "%s", line->text);
    char *end = strstr(question, ": ");
    if (!end && strlen(question) > 0 && question[strlen(question) - 1] == ':')
        end = question + strlen(question) - 1;
    if (!end && !show)
        return differs(block, line->number, line->text, "a result is \"question: answer\"", why);
    if (end)
        *end = '\0';
    result_of(scene, question, got);
    snprintf(whole, sizeof whole, "%s: %s", question, got);
    if (show)
        printf("  = %s\n", whole);
    return strcmp(whole, line->text) == 0 || differs(block, line->number, line->text, whole, why);
}

/* Plays a block. False with the difference in `why`; in --show it goes on. */
static bool block_holds(const struct block *block, char *why) {
    struct scene *scene = stage_open(block);
    bool good = true;
    if (show)
        printf("%s\n", block->title);
    for (size_t i = 0; i < block->lines && (good || show); i++) {
        const struct block_line *line = &block->line[i];
        struct order order;
        int side;
        if (line->section == SECTION_HAPPENS && !*line->text) {
            if (show)
                printf("  happens\n");
            scene_events_clear(scene);
            scene_play(scene);
            good = happens(block, i + 1, scene, why) && good;
        } else if (line->section == SECTION_ORDERS && *line->text) {
            stage_order(scene, line->text, &order, &side);
            assert_true(plan_put(&scene->plan[side], &order));
        } else if (line->section == SECTION_RESULT && *line->text) {
            good = result(block, line, scene, why) && good;
        }
    }
    scene_close(scene);
    return good;
}

static void example(void **number) {
    char why[4 * LINE_SIZE] = "";
    if (!block_holds(*number, why))
        fail_msg("%s", why);
}

/* The number at `at` of a line is made one greater. False when there is none. */
static bool number_spoil(char text[LINE_SIZE], size_t *at) {
    char rest[LINE_SIZE];
    *at += strcspn(text + *at, "0123456789");
    size_t digits = strspn(text + *at, "0123456789");
    if (digits == 0)
        return false;
    long value = strtol(text + *at, NULL, 10);
    snprintf(rest, sizeof rest, "%s", text + *at + digits);
    snprintf(text + *at, LINE_SIZE - *at, "%ld%s", value + 1, rest);
    *at += digits;
    return true;
}

/* Of every number that an example tells of what the engine did or answered, another one is noticed. */
static void a_wrong_number_is_noticed(void **unused) {
    (void)unused;
    static struct block spoilt;
    char why[4 * LINE_SIZE];
    unsigned numbers = 0;
    for (size_t b = 0; b < count; b++)
        for (size_t i = 0; i < blocks[b].lines; i++) {
            const struct block_line *line = &blocks[b].line[i];
            const char *answer = strstr(line->text, ": ");
            if ((line->section != SECTION_HAPPENS && line->section != SECTION_RESULT) || !answer)
                continue;
            size_t at = line->section == SECTION_RESULT ? (size_t)(answer - line->text) : 0;
            for (;;) {
                spoilt = blocks[b];
                if (!number_spoil(spoilt.line[i].text, &at))
                    break;
                numbers++;
                if (block_holds(&spoilt, why))
                    fail_msg("docs/rulebook.md:%d: nobody notices \"%s\".", line->number, spoilt.line[i].text);
            }
        }
    assert_true(numbers > 10 * EXAMPLES_LEAST);
}

static void the_rulebook_has_its_examples(void **unused) {
    (void)unused;
    assert_in_range(count, EXAMPLES_LEAST, BLOCK_MAX);
}

static void show_all(void **unused) {
    char why[4 * LINE_SIZE];
    (void)unused;
    for (size_t i = 0; i < count; i++)
        block_holds(&blocks[i], why);
}

int main(int argc, char **argv) {
    static struct CMUnitTest tests[BLOCK_MAX + 2];
    size_t used = 0;
    show = argc > 1 && strcmp(argv[1], "--show") == 0;
    count = blocks_read(show && argc > 2 ? argv[2] : path, blocks);
    if (show) {
        const struct CMUnitTest all[] = {cmocka_unit_test(show_all)};
        return cmocka_run_group_tests(all, NULL, NULL);
    }
    tests[used++] = (struct CMUnitTest)cmocka_unit_test(the_rulebook_has_its_examples);
    for (size_t i = 0; i < count; i++)
        tests[used++] = (struct CMUnitTest){blocks[i].title, example, NULL, NULL, &blocks[i]};
    tests[used++] = (struct CMUnitTest)cmocka_unit_test(a_wrong_number_is_noticed);
    return _cmocka_run_group_tests("rulebook", tests, used, NULL, NULL);
}
