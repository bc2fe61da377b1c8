/* The journal, read apart from the table's own code: it holds all that was acknowledged, and gives the tables that the
 * server has. */
#include "world.h"

#include "table/chat.h"
#include "table/journal.h"
#include "table/ruling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reading a game of the journal, apart from the table's own code. */
struct audit {
    struct world *world;
    unsigned game, turn, rewinds;
    struct plan plan[SIDE_MAX];
    bool committed[SIDE_MAX], computed[SIDE_MAX]; /* computed: by a computer */
    bool computer[SIDE_MAX], other[SIDE_MAX];     /* who plays it now: a computer; it or the umpire */
    bool handed[SIDE_MAX];                        /* somebody else had the seat in this turn */
    bool amended;
    unsigned line[SIDE_MAX]; /* the last that the side's player said */
    bool said[REQUESTS_MAX]; /* by the official, by number of the request */
    unsigned hands[SIDE_MAX][HANDS];
    struct table *table; /* the same, by the table's code */
};

static void turn_check(const struct audit *audit) {
    const struct world *world = audit->world;
    for (size_t i = 0; i < world->players; i++) {
        const struct player *player = &world->player[i];
        int side = player->side;
        if (player->peer.game == audit->game && !audit->handed[side]) {
            memory_check_plan(world, player, audit->rewinds, audit->turn, audit->amended, &audit->plan[side], "the journal");
            memory_check_commit(world, player, audit->rewinds, audit->turn, audit->amended, audit->committed[side], "the journal");
        }
    }
}

/* Another turn begins. */
static void turn_begin(struct audit *audit) {
    memset(audit->plan, 0, sizeof(audit->plan));
    memset(audit->committed, 0, sizeof(audit->committed));
    memset(audit->computed, 0, sizeof(audit->computed));
    memcpy(audit->handed, audit->other, sizeof(audit->handed));
    audit->amended = false;
}

static bool player_audit(struct audit *audit, const char *text, char *why, size_t size) {
    int side;
    const struct ai *ai;
    enum person person;
    if (!journal_player_parse(audit->world->scenario, text, &side, &ai, &person, why, size)) {
        return false;
    }
    if (ai && !(audit->committed[side] && !audit->computed[side])) {
        audit->plan[side].count = 0;
    }
    if ((ai || audit->computer[side]) && !(audit->committed[side] && !audit->computed[side])) {
        audit->committed[side] = false;
    }
    audit->computer[side] = ai;
    audit->other[side] = ai || person == PERSON_UMPIRE;
    audit->handed[side] = true;
    return true;
}

static bool amend_audit(struct audit *audit, const char *text) {
    const struct scenario *scenario = audit->world->scenario;
    struct journal_ruling read;
    char why[200];
    if (!journal_amend_parse(text, &read, why, sizeof(why))) {
        return false;
    }
    for (const char *drop = read.drops; *drop; drop += strcspn(drop, "\n") + 1) {
        char line[JOURNAL_LINE_MAX];
        int side;
        uint16_t unit;
        bool policy;
        snprintf(line, sizeof(line), "%.*s", (int)strcspn(drop, "\n") - 5, drop + 5); /* "drop " */
        if (!journal_remove_parse(scenario, line, &side, &unit, &policy, why, sizeof(why)) ||
            !plan_remove(&audit->plan[side], unit, policy)) {
            return false;
        }
    }
    for (int side = 0; side < scenario->sides; side++) {
        if (audit->computer[side]) {
            audit->plan[side].count = 0;
        }
    }
    memset(audit->committed, 0, sizeof(audit->committed));
    memset(audit->computed, 0, sizeof(audit->computed));
    return audit->amended = true;
}

/* Lines of a player come in the order in which he said them, each once. */
static bool chat_audit(struct audit *audit, const char *text) {
    char id[16];
    unsigned line;
    const char *said = strrchr(text, '\n');
    size_t asked = said ? official_reason(said + 1) : 0;
    if (asked && asked <= REQUESTS_MAX) {
        return audit->said[asked - 1] = true;
    }
    if (sscanf(text, "%15s", id) != 1 || !said || sscanf(said, "\nLine %u", &line) != 1) {
        return false;
    }
    int side = scenario_side(audit->world->scenario, id);
    if (side < 0 || line <= audit->line[side]) {
        return false;
    }
    for (size_t i = 0; i < audit->world->players; i++) {
        const struct player *player = &audit->world->player[i];
        for (size_t j = 0; player->peer.game == audit->game && player->side == side && j < player->requests; j++) {
            const struct request *request = &player->request[j];
            bool between = request->line > audit->line[side] && request->line < line;
            if (request->kind == REQUEST_SAY && between && request->state == REQUEST_DONE) {
                world_fail(audit->world, FAILURE_LOST, "Game %u, side %d: line %u was acknowledged and is not in the journal.",
                           audit->game, side, request->line);
            }
        }
    }
    audit->line[side] = line;
    return true;
}

static void hand_audit(struct audit *audit, const char *text) {
    char id[16], word[16];
    if (sscanf(text, "%15s hand %15s", id, word) != 2) {
        return;
    }
    int side = scenario_side(audit->world->scenario, id);
    for (unsigned i = 0; side >= 0 && i < HANDS; i++) {
        audit->hands[side][i] += strcmp(word, hand_words[i]) == 0;
    }
}

/* Orders, orders taken back, commits. */
static bool plan_audit(struct audit *audit, enum journal_kind kind, const char *text, char *why, size_t size) {
    const struct scenario *scenario = audit->world->scenario;
    struct order order;
    int side;
    uint16_t unit;
    bool flag;
    if (kind == JOURNAL_ORDER) {
        return journal_order_parse(scenario, text, &side, &order, why, size) && plan_put(&audit->plan[side], &order);
    }
    if (kind == JOURNAL_REMOVE) {
        return journal_remove_parse(scenario, text, &side, &unit, &flag, why, size) &&
               plan_remove(&audit->plan[side], unit, flag);
    }
    if (!journal_commit_parse(scenario, text, &side, &flag, why, size)) {
        return false;
    }
    audit->committed[side] = flag;
    audit->computed[side] = flag && audit->computer[side];
    return true;
}

static bool entry_read(struct audit *audit, enum journal_kind kind, const char *text, char *why, size_t size) {
    switch (kind) {
    case JOURNAL_ORDER:
    case JOURNAL_REMOVE:
    case JOURNAL_COMMIT:
        return plan_audit(audit, kind, text, why, size);
    case JOURNAL_RESOLVED:
        if (sscanf(text, "turn %u", &audit->turn) != 1) {
            return false;
        }
        turn_check(audit);
        turn_begin(audit);
        return true;
    case JOURNAL_REWIND:
        audit->rewinds++;
        turn_begin(audit);
        return true;
    case JOURNAL_AMEND:
        return amend_audit(audit, text);
    case JOURNAL_PLAYER:
        return player_audit(audit, text, why, size);
    case JOURNAL_CHAT:
        return chat_audit(audit, text);
    case JOURNAL_SEAT:
        hand_audit(audit, text);
        return true;
    default:
        return true;
    }
}

static bool entry_audit(void *ctx, uint64_t sequence, enum journal_kind kind, const void *bytes, size_t size) {
    struct audit *audit = ctx;
    static char text[65536];
    char why[400] = "";
    (void)sequence;
    size_t length = strnlen(bytes ? bytes : "", size); /* text, and a snapshot behind that of a ruling */
    snprintf(text, sizeof(text), "%.*s", kind == JOURNAL_SNAPSHOT ? 0 : (int)length, (const char *)bytes);
    if (!entry_read(audit, kind, text, why, sizeof(why)) ||
        !table_restore_entry(audit->table, kind, bytes, size, why, sizeof(why))) {
        world_fail(audit->world, FAILURE_RESTORE, "The entry \"%.80s\" of kind %d cannot be read back: %s", text, kind, why);
    }
    return true;
}

static const struct scenario *audit_scenario(void *ctx, const char *id) {
    (void)id;
    return ((struct world *)ctx)->scenario;
}

static bool append_never(void *ctx, uint64_t game, enum journal_kind kind, const void *bytes, size_t size) {
    (void)game;
    (void)kind;
    (void)bytes;
    (void)size;
    world_fail(ctx, FAILURE_REPLICA, "A replica wrote to the journal.");
}

struct live {
    uint64_t number;
    const struct table *table;
};

static void live_take(void *ctx, const struct table *table) {
    struct live *live = ctx;
    if (table_game(table) == live->number) {
        live->table = table;
    }
}

static void seats_compare(struct world *world, unsigned index, const struct table *live, const struct table *replica) {
    static struct view ours, theirs;
    for (int side = 0; side < world->scenario->sides; side++) {
        bool same = table_has_committed(live, side) == table_has_committed(replica, side) &&
                    table_computer(live, side) == table_computer(replica, side) &&
                    table_is_ready(live, side) == table_is_ready(replica, side) &&
                    strcmp(table_player(live, side), table_player(replica, side)) == 0;
        if (same && table_phase(replica) != TABLE_LOBBY) {
            table_view(live, side, &ours);
            table_view(replica, side, &theirs);
            same = view_hash(&ours) == view_hash(&theirs);
        }
        if (!same) {
            world_fail(world, FAILURE_REPLICA, "Game %u read back shows side %d otherwise.", index, side);
        }
    }
}

static bool same_ruling(const struct ruling *one, const struct ruling *other) {
    return one->kind == other->kind && one->turn == other->turn && one->open == other->open &&
           strcmp(one->reason, other->reason) == 0 && strcmp(one->text, other->text) == 0;
}

static bool same_line(const struct chat_line *one, const struct chat_line *other) {
    return one->from == other->from && one->to == other->to && one->turn == other->turn &&
           memcmp(one->number, other->number, sizeof(one->number)) == 0 && strcmp(one->text, other->text) == 0;
}

static void told_compare(struct world *world, unsigned index, const struct table *live, const struct table *replica) {
    for (size_t i = 0; table_ruling(live, i) || table_ruling(replica, i); i++) {
        const struct ruling *ours = table_ruling(live, i), *theirs = table_ruling(replica, i);
        if (!ours || !theirs || !same_ruling(ours, theirs)) {
            world_fail(world, FAILURE_REPLICA, "Game %u read back has another ruling %zu.", index, i + 1);
        }
    }
    for (size_t i = 0; table_chat(live, i) || table_chat(replica, i); i++) {
        const struct chat_line *ours = table_chat(live, i), *theirs = table_chat(replica, i);
        if (!ours || !theirs || !same_line(ours, theirs)) {
            world_fail(world, FAILURE_REPLICA, "Game %u read back has other lines of chat.", index);
        }
    }
}

static void replica_compare(struct world *world, unsigned index, const struct table *replica) {
    struct live live = {.number = world->watch[index].number};
    host_games(world->host, live_take, &live);
    if (!live.table) {
        world_fail(world, FAILURE_LOST, "Game %u is on disk and not on the server.", index);
    }
    if (table_phase(live.table) != table_phase(replica) || table_turn(live.table) != table_turn(replica) ||
        table_state_hash(live.table) != table_state_hash(replica) || table_is_paused(live.table) != table_is_paused(replica)) {
        world_fail(world, FAILURE_REPLICA, "Game %u read back is another: turn %u, on the server turn %u.", index,
                   table_turn(replica), table_turn(live.table));
    }
    seats_compare(world, index, live.table, replica);
    told_compare(world, index, live.table, replica);
}

static bool has_ruling(const struct table *table, size_t asked) {
    const struct ruling *ruling;
    for (size_t i = 0; (ruling = table_ruling(table, i)); i++) {
        if (official_reason(ruling->reason) == asked) {
            return true;
        }
    }
    return false;
}

/* Each ruling, line and hand-over of theirs that was acknowledged is there. */
static void rulings_audit(const struct audit *audit) {
    const struct world *world = audit->world;
    const struct official *official = &world->official[audit->game];
    for (size_t i = 0; i < official->count; i++) {
        const struct asked *asked = &official->asked[i];
        bool ruled = asked->kind == ASKED_AMEND || asked->kind == ASKED_REWIND || (asked->kind == ASKED_PAUSE && asked->made);
        if (asked->kind == ASKED_SAY && asked->state == REQUEST_DONE && !audit->said[i]) {
            world_fail(world, FAILURE_LOST, "Game %u: line \"%zu\" was acknowledged and is not there.", audit->game, i + 1);
        }
        if (ruled && asked->state == REQUEST_DONE && !has_ruling(audit->table, i + 1)) {
            world_fail(world, FAILURE_LOST, "Game %u: ruling \"%zu\" was acknowledged and is not there.", audit->game, i + 1);
        }
    }
    for (int side = 0; side < world->scenario->sides; side++) {
        for (unsigned hand = 0; hand < HANDS; hand++) {
            if (audit->hands[side][hand] < official_hands(official, side, hand)) {
                world_fail(world, FAILURE_LOST, "Game %u: side %d was handed to \"%s\", and the journal does not say it.",
                           audit->game, side, hand_words[hand]);
            }
        }
    }
}

/* Lines behind the last one in the journal. */
static void lines_audit(const struct audit *audit) {
    for (size_t i = 0; i < audit->world->players; i++) {
        const struct player *player = &audit->world->player[i];
        for (size_t j = 0; player->peer.game == audit->game && j < player->requests; j++) {
            const struct request *request = &player->request[j];
            if (request->kind == REQUEST_SAY && request->state == REQUEST_DONE && request->line > audit->line[player->side]) {
                world_fail(audit->world, FAILURE_LOST, "Game %u, side %d: line %u was acknowledged and is not in the journal.",
                           audit->game, player->side, request->line);
            }
        }
    }
}

static void game_audit(struct world *world, unsigned index) {
    char why[400] = "";
    struct table_hooks hooks = {.ctx = world, .append = append_never};
    struct audit *audit = calloc(1, sizeof(*audit));
    audit->world = world;
    audit->game = index;
    for (int side = 0; side < world->scenario->sides; side++) {
        audit->computer[side] = audit->other[side] = audit->handed[side] = world->drawn.ai[index][side];
    }
    audit->table = table_restore_begin(world->watch[index].number, &hooks, audit_scenario, world);
    if (!store_read(world->store, world->watch[index].number, entry_audit, audit)) {
        world_fail(world, FAILURE_RESTORE, "Game %u cannot be read: %s", index, store_read_why(world->store));
    }
    if (!table_restore_end(audit->table, world->now_ms, why, sizeof(why))) {
        world_fail(world, FAILURE_RESTORE, "Game %u cannot be restored: %s", index, why);
    }
    audit->turn = table_turn(audit->table);
    if (table_phase(audit->table) == TABLE_ORDERS) {
        turn_check(audit);
    }
    for (size_t i = 0; i < world->players; i++) {
        const struct player *player = &world->player[i];
        if (player->peer.game == index && memory_last_turn(player, audit->rewinds) > audit->turn) {
            world_fail(world, FAILURE_LOST, "Game %u: turn %u was acknowledged, the journal ends in turn %u.", index,
                       memory_last_turn(player, audit->rewinds), audit->turn);
        }
    }
    rulings_audit(audit);
    lines_audit(audit);
    replica_compare(world, index, audit->table);
    table_destroy(audit->table);
    free(audit);
}

/* Games that were created in the lobby are there. */
static void lobby_audit(struct world *world) {
    const struct visitor *visitor = &world->visitor;
    for (unsigned i = 0; i < visitor->games; i++) {
        struct live live = {.number = visitor->game[i].number};
        host_games(world->host, live_take, &live);
        if (!live.table) {
            world_fail(world, FAILURE_LOST, "Lobby game %llu is gone.", (unsigned long long)live.number);
        }
    }
}

void watch_journal(struct world *world) {
    world->count.replicas++;
    lobby_audit(world);
    for (unsigned i = 0; i < world->drawn.games; i++) {
        game_audit(world, i);
    }
}
