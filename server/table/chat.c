/* Lines of chat: each is kept while it is among the last of some side.
 *
 * Journal entry CHAT, three lines:  police * 3           who (@host, @umpire, @spectator), to whom (* all, @watchers), turn
 *                                   Ana                  name of who speaks, may be empty
 *                                   Shall we talk first? */
#include "chat.h"
#include "table_room.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTRY_MAX (64 + PLAYER_NAME_MAX + CHAT_TEXT_MAX)

static const char *const speakers[CHAT_SPEAKERS - SIDE_MAX] = {"@host", "@umpire", "@spectator"};
static const char to_all[] = "*", to_watchers[] = "@watchers";

static bool hears(const struct chat_line *line, int ear) {
    if (ear == CHAT_UMPIRE || line->to == CHAT_TO_ALL) {
        return true;
    }
    return ear == CHAT_WATCHERS ? line->to == CHAT_TO_WATCHERS : line->to == ear || line->from == ear;
}

static struct chat_line *line_make(int from, int to, unsigned turn, const char *name, const char *text) {
    size_t length = strlen(text);
    struct chat_line *line = calloc(1, sizeof(*line) + length + 1);
    if (!line) {
        return NULL;
    }
    line->from = from;
    line->to = to;
    line->turn = turn;
    snprintf(line->name, sizeof(line->name), "%s", name);
    memcpy(line->text, text, length);
    return line;
}

bool table_chat_has(const struct table *table, const struct chat_line *line, int ear) {
    return line->number[ear] && line->number[ear] + CHAT_KEPT > table->chat.heard[ear];
}

static bool is_kept(const struct table *table, const struct chat_line *line) {
    for (int ear = 0; ear < CHAT_EARS; ear++) {
        if (table_chat_has(table, line, ear)) {
            return true;
        }
    }
    return false;
}

static void line_keep(struct table *table, struct chat_line *line) {
    struct chat *chat = &table->chat;
    for (int ear = 0; ear < CHAT_EARS; ear++) {
        if (hears(line, ear)) {
            line->number[ear] = ++chat->heard[ear];
        }
    }
    chat->said[line->from]++;
    size_t kept = 0;
    for (size_t i = 0; i < chat->count; i++) {
        if (is_kept(table, chat->line[i])) {
            chat->line[kept++] = chat->line[i];
        } else {
            free(chat->line[i]);
        }
    }
    assert(kept < CHAT_KEPT * CHAT_EARS);
    chat->line[kept] = line;
    chat->count = kept + 1;
}

/* A spectator may have seen what a side must not: until the end no side hears him. */
static bool may_say(const struct table *table, int from, int to) {
    bool side = from < SIDE_MAX, watchers = to == CHAT_TO_WATCHERS;
    if (to == CHAT_TO_ALL) {
        return from != CHAT_BY_SPECTATOR || table->phase == TABLE_OVER;
    }
    if (watchers) {
        return !side;
    }
    return to >= 0 && to < table->config.scenario->sides && to != from && (side || from == CHAT_BY_UMPIRE);
}

enum table_result table_say(struct table *table, int from, int to, const char *name, const char *text) {
    const struct scenario *scenario = table->config.scenario;
    assert((from >= 0 && from < scenario->sides) || (from >= CHAT_BY_HOST && from < CHAT_SPEAKERS));
    assert(strlen(text) <= CHAT_TEXT_MAX);
    if (!may_say(table, from, to)) {
        return TABLE_BAD_REQUEST;
    }
    if (table->chat.said[from] >= CHAT_SAID_MAX) {
        return TABLE_REFUSED;
    }
    unsigned turn = table_turn(table);
    struct chat_line *line = line_make(from, to, turn, name, text);
    if (!line) {
        return TABLE_NO_JOURNAL;
    }
    char entry[ENTRY_MAX];
    const char *whom = to == CHAT_TO_ALL ? to_all : to == CHAT_TO_WATCHERS ? to_watchers : scenario->side[to].id;
    int length = snprintf(entry, sizeof(entry), "%s %s %u\n%s\n%s",
                          from < SIDE_MAX ? scenario->side[from].id : speakers[from - SIDE_MAX], whom, turn, line->name,
                          text);
    assert(length > 0 && (size_t)length < sizeof(entry));
    if (!table_append(table, JOURNAL_CHAT, entry, (size_t)length)) {
        free(line);
        return TABLE_NO_JOURNAL;
    }
    line_keep(table, line);
    table_tell(table, -1, TABLE_NEWS_CHAT);
    return TABLE_DONE;
}

const struct chat_line *table_chat(const struct table *table, size_t index) {
    return index < table->chat.count ? table->chat.line[index] : NULL;
}

/* -1: nobody. */
static int speaker_read(const struct scenario *scenario, const char *word) {
    for (int i = CHAT_BY_HOST; i < CHAT_SPEAKERS; i++) {
        if (strcmp(word, speakers[i - SIDE_MAX]) == 0) {
            return i;
        }
    }
    return scenario_side(scenario, word);
}

/* False: there are no such listeners. */
static bool whom_read(const struct scenario *scenario, const char *word, int *to) {
    bool all = strcmp(word, to_all) == 0, watchers = strcmp(word, to_watchers) == 0;
    *to = all ? CHAT_TO_ALL : watchers ? CHAT_TO_WATCHERS : scenario_side(scenario, word);
    return all || watchers || *to >= 0;
}

bool chat_restore(struct table *table, const char *entry) {
    const struct scenario *scenario = table->config.scenario;
    char from[16], to[16], name[PLAYER_NAME_MAX + 1];
    unsigned turn;
    if (sscanf(entry, "%15s %15s %u", from, to, &turn) != 3) {
        return false;
    }
    const char *second = strchr(entry, '\n');
    const char *third = second ? strchr(second + 1, '\n') : NULL;
    int speaker = speaker_read(scenario, from), whom;
    if (!third || speaker < 0 || !whom_read(scenario, to, &whom) || third - second > PLAYER_NAME_MAX + 1 ||
        strlen(third + 1) > CHAT_TEXT_MAX) {
        return false;
    }
    snprintf(name, sizeof(name), "%.*s", (int)(third - second - 1), second + 1);
    struct chat_line *line = line_make(speaker, whom, turn, name, third + 1);
    if (!line) {
        return false;
    }
    line_keep(table, line);
    return true;
}

void chat_finish(struct chat *chat) {
    for (size_t i = 0; i < chat->count; i++) {
        free(chat->line[i]);
    }
    chat->count = 0;
}
