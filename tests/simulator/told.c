/* Rulings and lines of chat: what was told once stays so, under its number, for everybody and after every start. */
#include "world.h"

#include "table/chat.h"
#include "table/ruling.h"

#include <stdio.h>
#include <string.h>

_Static_assert(EARS == CHAT_EARS, "whoever may hear has his numbers");

static uint64_t text_sum(const char *text) {
    return watch_bytes_sum((const uint8_t *)text, strlen(text));
}

static uint64_t ruling_sum(const char *kind, unsigned turn, const char *reason) {
    char text[512];
    snprintf(text, sizeof(text), "%s %u %s", kind, turn, reason);
    return text_sum(text);
}

static const char *ruling_kind(const struct ruling *ruling) {
    static const char *const kinds[] = {"pause", "resume", "amend", "rewind", "seat"};
    return kinds[ruling->kind];
}

/* `role`: of who speaks; `side`: his, "" without one. */
static uint64_t said_sum(Ibar__V1__Role role, const char *side, const char *to, bool watchers, unsigned turn, const char *text) {
    char all[512];
    snprintf(all, sizeof(all), "%d %s %s %d %u %s", role, side, to, watchers, turn, text);
    return text_sum(all);
}

static uint64_t line_sum(const struct scenario *scenario, const struct chat_line *line) {
    bool side = line->from < SIDE_MAX;
    Ibar__V1__Role role = side ? IBAR__V1__ROLE__ROLE_PLAYER : (Ibar__V1__Role)(line->from - CHAT_BY_HOST + IBAR__V1__ROLE__ROLE_HOST);
    return said_sum(role, side ? scenario->side[line->from].id : "", line->to >= 0 ? scenario->side[line->to].id : "",
                    line->to == CHAT_TO_WATCHERS, line->turn, line->text);
}

void told_ruling(struct world *world, unsigned game, const Ibar__V1__Ruling *ruling, bool full) {
    struct game_watch *watch = &world->watch[game];
    if (ruling->number == 0 || ruling->number > RULED_MAX) {
        world_fail(world, FAILURE_PROTOCOL, "Game %u has no ruling %u.", game, ruling->number);
    }
    uint64_t sum = ruling_sum(ruling->kind, ruling->turn, ruling->reason), *told = &watch->ruling[ruling->number - 1];
    if (*told && *told != sum) {
        world_fail(world, FAILURE_LOST, "Game %u: ruling %u is \"%s\" of turn %u, and was told otherwise.", game, ruling->number,
                   ruling->kind, ruling->turn);
    }
    *told = sum;
    watch->rulings = ruling->number > watch->rulings ? ruling->number : watch->rulings;
    if (ruling->text[0] && !full && !watch->open[ruling->number - 1]) {
        world_fail(world, FAILURE_LEAK, "Game %u: what ruling %u did was told: %s", game, ruling->number, ruling->text);
    }
}

void told_said(struct world *world, unsigned game, int ear, const Ibar__V1__Said *said) {
    const struct scenario *scenario = world->scenario;
    bool plays = ear < scenario->sides;
    const char *own = plays ? scenario->side[ear].id : "";
    bool others = said->to[0] && strcmp(said->to, own) != 0 && (!plays || strcmp(said->side, own) != 0);
    if (ear != CHAT_UMPIRE && (others || (said->watchers && plays))) {
        world_fail(world, FAILURE_LEAK, "Game %u: a line to %s came to another.", game, said->watchers ? "who looks on" : said->to);
    }
    if (said->number == 0 || said->number >= SAID_MAX) {
        world_fail(world, FAILURE_PROTOCOL, "Game %u has no line %u.", game, said->number);
    }
    uint64_t sum = said_sum(said->role, said->side, said->to, said->watchers, said->turn, said->text);
    uint64_t *told = &world->watch[game].said[ear][said->number];
    if (*told && *told != sum) {
        world_fail(world, FAILURE_LOST, "Game %u: line %u is \"%s\", and was told otherwise.", game, said->number, said->text);
    }
    *told = sum;
}

static void rulings_check(struct world *world, unsigned index, const struct table *table) {
    struct game_watch *watch = &world->watch[index];
    const struct ruling *ruling;
    unsigned count = 0;
    for (; (ruling = table_ruling(table, count)); count++) {
        if (count >= RULED_MAX) {
            world_fail(world, FAILURE_STUCK, "Game %u has more than %d rulings.", index, RULED_MAX);
        }
        watch->open[count] = ruling->open;
        size_t asked = official_reason(ruling->reason);
        if (asked && asked <= world->official[index].count) {
            world->official[index].asked[asked - 1].made = true;
        }
        uint64_t told = watch->ruling[count];
        if (told && told != ruling_sum(ruling_kind(ruling), ruling->turn, ruling->reason)) {
            world_fail(world, FAILURE_LOST, "Game %u: ruling %u of the server is not the one it told.", index, count + 1);
        }
    }
    if (count < watch->rulings) {
        world_fail(world, FAILURE_LOST, "Game %u: %u rulings were told, the server has %u.", index, watch->rulings, count);
    }
}

static void lines_check(struct world *world, unsigned index, const struct table *table) {
    struct game_watch *watch = &world->watch[index];
    for (int ear = 0; ear < CHAT_EARS; ear++) {
        const struct chat_line *line;
        uint32_t last = 0;
        for (size_t i = 0; (line = table_chat(table, i)); i++) {
            uint32_t number = line->number[ear];
            if (number == 0 || number >= SAID_MAX) {
                continue;
            }
            uint64_t told = watch->said[ear][number];
            if (told && told != line_sum(world->scenario, line)) {
                world_fail(world, FAILURE_LOST, "Game %u: line %u of the server is not the one it told.", index, number);
            }
            last = number;
        }
        if (last + 1 < SAID_MAX && watch->said[ear][last + 1]) {
            world_fail(world, FAILURE_LOST, "Game %u: line %u was told, the server's last is %u.", index, last + 1, last);
        }
    }
}

void told_check(struct world *world, unsigned index, const struct table *table) {
    rulings_check(world, index, table);
    lines_check(world, index, table);
}
