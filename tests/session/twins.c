#include "twins.h"

#include "rules/text.h"
#include "table/chat.h"
#include "table/ruling.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct finding {
    uint64_t game;
    const struct table *table;
};

static void table_find(void *ctx, const struct table *table) {
    struct finding *finding = ctx;
    if (table_game(table) == finding->game) {
        finding->table = table;
    }
}

const struct table *twins_table(const struct twins *twins, int twin, uint64_t game) {
    struct finding finding = {.game = game};
    host_games(twins->scene[twin]->host, table_find, &finding);
    return finding.table;
}

static void replica_drop(struct replica *replica) {
    free(replica->bytes);
    *replica = (struct replica){0};
}

static void place_forget(struct actor *actor, unsigned seat) {
    struct place *place = &actor->place[seat];
    bool kept = place->used && place->role == IBAR__V1__ROLE__ROLE_PLAYER && actor->view[STEADY][seat][place->side].bytes;
    for (int twin = 0; twin < TWINS; twin++) {
        for (int side = 0; side < SIDES; side++) {
            if (kept && side == place->side) {
                replica_drop(&actor->kept.view[twin]);
                actor->kept.view[twin] = actor->view[twin][seat][side];
                actor->view[twin][seat][side].bytes = NULL;
            }
            replica_drop(&actor->view[twin][seat][side]);
        }
    }
    if (kept) {
        actor->kept.game = place->game;
        actor->kept.side = place->side;
    }
    place->used = false;
}

static Ibar__V1__View *replica_unpack(struct convert_arena *arena, const struct replica *replica) {
    Ibar__V1__View *view = convert_view_unpack(arena, replica->bytes, replica->size);
    assert_non_null(view);
    view->sequence = replica->sequence;
    return view;
}

bool twins_view(const struct twins *twins, const struct actor *actor, unsigned seat, int side, struct view *out) {
    const struct replica *replica = &actor->view[STEADY][seat][side];
    const struct table *table = twins_table(twins, STEADY, actor->place[seat].game);
    if (!replica->bytes || !table) {
        return false;
    }
    char why[300];
    struct convert_arena arena = {0};
    if (!convert_view_from(table_scenario(table), replica_unpack(&arena, replica), out, why, sizeof(why))) {
        fail_msg("%s", why);
    }
    convert_arena_free(&arena);
    return true;
}

/* The truth of all games as text, a fact in a line. */
static void table_dump(void *ctx, const struct table *table) {
    static struct view view;
    FILE *out = ctx;
    char why[300];
    uint64_t game = table_game(table);
    fprintf(out, "game %" PRIu64 " \"%s\" phase %d turn %u paused %d hash %016" PRIx64 "\n", game, table_name(table),
            table_phase(table), table_turn(table), table_is_paused(table), table_state_hash(table));
    if (!table_check(table, why, sizeof(why))) {
        fail_msg("Game %" PRIu64 ": %s", game, why);
    }
    for (int side = 0; side < table_scenario(table)->sides; side++) {
        const struct ai *ai = table_computer(table, side);
        fprintf(out, "game %" PRIu64 " side %d name \"%s\" computer %s substituted %d ready %d committed %d bank %" PRId64 "\n",
                game, side, table_player(table, side), ai ? ai->name : "-", table_is_substituted(table, side),
                table_is_ready(table, side), table_has_committed(table, side), table_bank_ms(table, side, 0));
        if (table_phase(table) != TABLE_LOBBY) {
            table_view(table, side, &view);
            unsigned turn;
            const struct event *events;
            size_t count = table_report(table, side, &turn, &events);
            fprintf(out, "game %" PRIu64 " side %d view %016" PRIx64 " plan %u report %u of %zu events\n", game, side,
                    view_hash(&view), view.plan.count, turn, count);
            for (unsigned i = 0; i < view.plan.count; i++) {
                char text[ORDER_TEXT_MAX];
                order_format(&view.plan.order[i], text);
                fprintf(out, "game %" PRIu64 " side %d order %s\n", game, side, text);
            }
        }
    }
    const struct ruling *ruling;
    for (size_t i = 0; (ruling = table_ruling(table, i)); i++) {
        fprintf(out, "game %" PRIu64 " ruling %u kind %d turn %d open %d \"%s\" \"%s\"\n", game, ruling->number, ruling->kind,
                ruling->turn, ruling->open, ruling->reason, ruling->text);
    }
    const struct chat_line *line;
    for (size_t i = 0; (line = table_chat(table, i)); i++) {
        fprintf(out, "game %" PRIu64 " line %d to %d turn %u \"%s\" \"%s\"", game, line->from, line->to, line->turn, line->name,
                line->text);
        for (int ear = 0; ear < CHAT_EARS; ear++) {
            fprintf(out, " %u", line->number[ear]);
        }
        fprintf(out, "\n");
    }
}

static char *truth(const struct host *host) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    host_games(host, table_dump, out);
    fclose(out);
    return text;
}

static void truths_compare(const struct twins *twins) {
    char *one = truth(twins->scene[STEADY]->host), *other = truth(twins->scene[KILLED]->host);
    const char *a = one, *b = other;
    while (*a || *b) {
        int la = (int)strcspn(a, "\n"), lb = (int)strcspn(b, "\n");
        if (la != lb || strncmp(a, b, (size_t)la) != 0) {
            fail_msg("After \"%s\": the host that lives on has\n  %.*s\nand the one that was killed\n  %.*s", twins->doing, la, a,
                     lb, b);
        }
        a += la + (a[la] == '\n');
        b += lb + (b[lb] == '\n');
    }
    free(one);
    free(other);
}

/* A View or what a ViewDelta makes of the one before, told to that place. Returns its side. */
static int view_take(const struct twins *twins, struct actor *actor, int twin, const Ibar__V1__Envelope *envelope) {
    static struct view view;
    struct convert_arena arena = {0};
    char why[300];
    unsigned seat = envelope->seat;
    const Ibar__V1__View *whole = envelope->view;
    if (envelope->body_case == BODY(VIEW_DELTA)) {
        /* A place that takes deltas sees one side. */
        const struct replica *before = &actor->view[twin][seat][0];
        for (int side = 1; side < SIDES && !before->bytes; side++) {
            before = &actor->view[twin][seat][side];
        }
        assert_true(actor->deltas && before->bytes && before->sequence == envelope->view_delta->since);
        whole = convert_delta_apply(&arena, replica_unpack(&arena, before), envelope->view_delta, why, sizeof(why));
        if (!whole) {
            fail_msg("After \"%s\": %s", twins->doing, why);
        }
    }
    const struct table *table = twins_table(twins, twin, actor->place[seat].game);
    assert_non_null(table);
    if (!convert_view_from(table_scenario(table), whole, &view, why, sizeof(why))) {
        fail_msg("After \"%s\": %s", twins->doing, why);
    }
    struct replica *replica = &actor->view[twin][seat][whole->side];
    Ibar__V1__View plain = *whole;
    plain.sequence = 0;
    size_t size = ibar__v1__view__get_packed_size(&plain);
    uint8_t *bytes = malloc(size);
    ibar__v1__view__pack(&plain, bytes);
    free(replica->bytes);
    *replica = (struct replica){bytes, size, whole->sequence, whole->hash};
    convert_arena_free(&arena);
    return view.side;
}

/* The envelope without what need not be the same after a start: what is left of the turn's own time, since when somebody
 * is away, and a view's sequence. `side`: of a view. */
static uint8_t *envelope_plain(const struct actor *actor, int twin, const Ibar__V1__Envelope *envelope, int side, size_t *size) {
    Ibar__V1__Envelope plain = *envelope;
    struct convert_arena arena = {0};
    if (plain.body_case == BODY(TABLE)) {
        plain.table->remaining_ms = plain.table->grace_ms = 0;
        for (size_t i = 0; i < plain.table->n_seats; i++) {
            plain.table->seats[i]->absent_ms = plain.table->seats[i]->absent_ms > 0;
        }
    } else if (side >= 0) {
        const struct replica *replica = &actor->view[twin][plain.seat][side];
        plain.body_case = BODY(VIEW);
        plain.view = convert_view_unpack(&arena, replica->bytes, replica->size);
    }
    *size = ibar__v1__envelope__get_packed_size(&plain);
    uint8_t *bytes = malloc(*size ? *size : 1);
    ibar__v1__envelope__pack(&plain, bytes);
    convert_arena_free(&arena);
    return bytes;
}

static const char *body_name(const Ibar__V1__Envelope *envelope) {
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field(&ibar__v1__envelope__descriptor, envelope->body_case);
    return field ? field->name : "nothing";
}

static const char *error_text(const Ibar__V1__Envelope *envelope) {
    return envelope->body_case == BODY(ERROR) ? envelope->error->text : "";
}

static void token_keep(struct twins *twins, const char *token) {
    if (token[0]) {
        memcpy(twins->token[twins->tokens++ % TOKENS_MAX], token, TOKEN_TEXT);
    }
}

static void place_take(struct actor *actor, const Ibar__V1__Joined *joined) {
    struct place place = {true, joined->game, joined->role, joined->side[0] ? (int)joined->side_number : -1, joined->delay};
    struct place *old = &actor->place[joined->seat];
    if (!old->used || old->game != place.game || old->role != place.role || old->side != place.side) {
        place_forget(actor, joined->seat);
    }
    *old = place;
    struct kept *kept = &actor->kept;
    if (actor->comes_back && kept->game == place.game && kept->side == place.side && place.role == IBAR__V1__ROLE__ROLE_PLAYER) {
        for (int twin = 0; twin < TWINS; twin++) {
            replica_drop(&actor->view[twin][joined->seat][place.side]);
            actor->view[twin][joined->seat][place.side] = kept->view[twin];
            kept->view[twin] = (struct replica){0};
        }
        kept->game = 0;
    }
}

/* Who is where, and which tokens there are. */
static void places_hear(struct twins *twins, struct actor *actor, const Ibar__V1__Envelope *envelope) {
    if (envelope->body_case == BODY(JOINED)) {
        place_take(actor, envelope->joined);
        token_keep(twins, envelope->joined->token);
    } else if (envelope->body_case == BODY(CREATED)) {
        token_keep(twins, envelope->created->host_token);
        token_keep(twins, envelope->created->umpire_token);
    } else if (envelope->body_case == BODY(INVITATION)) {
        token_keep(twins, envelope->invitation->token);
    } else if (envelope->body_case == BODY(ERROR) && !envelope->answers && envelope->seat) {
        place_forget(actor, envelope->seat);
    }
}

/* May this place be told that? */
static void told_check(const struct twins *twins, const struct actor *actor, const Ibar__V1__Envelope *envelope) {
    if (!envelope->seat || envelope->body_case == BODY(ERROR) || envelope->body_case == BODY(DONE)) {
        return;
    }
    const struct place *place = &actor->place[envelope->seat];
    const struct table *table = twins_table(twins, STEADY, place->game);
    bool umpire = place->role == IBAR__V1__ROLE__ROLE_UMPIRE, host = place->role == IBAR__V1__ROLE__ROLE_HOST;
    if (!place->used || !table) {
        fail_msg("After \"%s\": %s came for place %u, which the client does not have.", twins->doing, body_name(envelope),
                 envelope->seat);
    }
    if (envelope->body_case == BODY(REPORT)) {
        assert_true(!host && (place->side < 0 || (int)envelope->report->side == place->side));
    } else if (envelope->body_case == BODY(SAID)) {
        const Ibar__V1__Said *said = envelope->said;
        const char *own = place->side >= 0 && place->role == IBAR__V1__ROLE__ROLE_PLAYER
                              ? table_scenario(table)->side[place->side].id
                              : "";
        bool others = said->to[0] && strcmp(said->to, own) != 0 && (!own[0] || strcmp(said->side, own) != 0);
        assert_true(umpire || (!others && (!said->watchers || !own[0])));
    } else if (envelope->body_case == BODY(RULING)) {
        const struct ruling *ruling = table_ruling(table, envelope->ruling->number - 1);
        assert_non_null(ruling);
        assert_string_equal(envelope->ruling->reason, ruling->reason);
        bool all = umpire || ruling->open || table_phase(table) == TABLE_OVER;
        assert_string_equal(envelope->ruling->text, all ? ruling->text : "");
    } else if (envelope->body_case == BODY(OVER)) {
        assert_int_equal(table_phase(table), TABLE_OVER);
    }
}

/* The last view that the place was told of a side, and what the truth gives for it. */
static void view_compare(const struct twins *twins, const struct actor *actor, unsigned seat, int side) {
    static struct view told, now, then;
    const struct place *place = &actor->place[seat];
    const struct table *table = twins_table(twins, STEADY, place->game);
    assert_true(twins_view(twins, actor, seat, side, &told));
    assert_int_equal(told.side, side);
    assert_true(place->role != IBAR__V1__ROLE__ROLE_HOST && (place->side < 0 || place->side == side));
    bool spectator = place->role == IBAR__V1__ROLE__ROLE_SPECTATOR, over = table_phase(table) == TABLE_OVER;
    unsigned delay = spectator && !over ? place->delay : 0;
    assert_true(table_turn(table) >= table_first_turn(table) + delay);
    table_view(table, side, &now);
    then = now;
    if (!over) {
        struct event *events;
        size_t count;
        assert_true(table_look_back(table, table_turn(table) - delay, side, &then, &events, &count));
        free(events);
        then.plan = now.plan;
    }
    if (spectator) {
        then.plan.count = 0;
    }
    if (view_hash(&then) != view_hash(&told)) {
        fail_msg("After \"%s\": side %d of game %" PRIu64 " was told a view of turn %u that the truth does not give.", twins->doing,
                 side, place->game, told.turn);
    }
}

/* Prints the fields in which two messages differ. */
static void difference_print(const ProtobufCMessage *one, const ProtobufCMessage *other, const char *where) {
    for (unsigned i = 0; i < one->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &one->descriptor->fields[i];
        const uint8_t *a = (const uint8_t *)one + field->offset, *b = (const uint8_t *)other + field->offset;
        char name[200];
        snprintf(name, sizeof(name), "%.150s.%s", where, field->name);
        if (field->label == PROTOBUF_C_LABEL_REPEATED) {
            size_t n = *(const size_t *)(const void *)((const uint8_t *)one + field->quantifier_offset);
            size_t m = *(const size_t *)(const void *)((const uint8_t *)other + field->quantifier_offset);
            if (n != m) {
                print_error("  %s: %zu and %zu\n", name, n, m);
            }
            for (size_t j = 0; field->type == PROTOBUF_C_TYPE_MESSAGE && j < n && j < m; j++) {
                char item[220];
                snprintf(item, sizeof(item), "%.180s[%zu]", name, j);
                difference_print((*(ProtobufCMessage *const *const *)(const void *)a)[j],
                                 (*(ProtobufCMessage *const *const *)(const void *)b)[j], item);
            }
        } else if (field->type == PROTOBUF_C_TYPE_STRING) {
            const char *x = *(const char *const *)(const void *)a, *y = *(const char *const *)(const void *)b;
            if (strcmp(x, y) != 0) {
                print_error("  %s: \"%s\" and \"%s\"\n", name, x, y);
            }
        } else if (field->type != PROTOBUF_C_TYPE_MESSAGE && field->type != PROTOBUF_C_TYPE_BYTES) {
            uint32_t x = *(const uint32_t *)(const void *)a, y = *(const uint32_t *)(const void *)b;
            if (x != y) {
                print_error("  %s: %" PRIu32 " and %" PRIu32 "\n", name, x, y);
            }
        }
    }
}

/* The next that each host told him; the side when it was a view, else -1. */
static int pair_hear(struct twins *twins, struct actor *actor) {
    const Ibar__V1__Envelope *envelope[TWINS];
    uint8_t *bytes[TWINS];
    size_t size[TWINS];
    int side = -1;
    for (int twin = 0; twin < TWINS; twin++) {
        envelope[twin] = actor->client[twin]->inbox[actor->heard[twin]++];
        bool view = envelope[twin]->body_case == BODY(VIEW) || envelope[twin]->body_case == BODY(VIEW_DELTA);
        side = view ? view_take(twins, actor, twin, envelope[twin]) : -1;
        bytes[twin] = envelope_plain(actor, twin, envelope[twin], side, &size[twin]);
    }
    if (size[STEADY] != size[KILLED] || memcmp(bytes[STEADY], bytes[KILLED], size[STEADY]) != 0) {
        if (side < 0 && envelope[STEADY]->body_case == envelope[KILLED]->body_case) {
            difference_print(&envelope[STEADY]->hello->base, &envelope[KILLED]->hello->base, body_name(envelope[STEADY]));
        }
        fail_msg("After \"%s\": the host that lives on tells %s (seat %u, %zu bytes) %s, the one that was killed %s (seat %u, "
                 "%zu bytes) %s", twins->doing, body_name(envelope[STEADY]), envelope[STEADY]->seat, size[STEADY],
                 error_text(envelope[STEADY]), body_name(envelope[KILLED]), envelope[KILLED]->seat, size[KILLED],
                 error_text(envelope[KILLED]));
    }
    free(bytes[STEADY]);
    free(bytes[KILLED]);
    places_hear(twins, actor, envelope[STEADY]);
    told_check(twins, actor, envelope[STEADY]);
    return side;
}

static void actor_hear(struct twins *twins, struct actor *actor) {
    bool told[PLACES][SIDES] = {0};
    struct client *const *client = actor->client;
    while (actor->heard[STEADY] < client[STEADY]->count && actor->heard[KILLED] < client[KILLED]->count) {
        int side = pair_hear(twins, actor);
        if (side >= 0) {
            told[client[STEADY]->inbox[actor->heard[STEADY] - 1]->seat][side] = true;
        }
    }
    for (int twin = 0; twin < TWINS; twin++) {
        if (actor->heard[twin] < client[twin]->count) {
            fail_msg("After \"%s\": the host that %s tells one thing more: %s.", twins->doing,
                     twin == STEADY ? "lives on" : "was killed", body_name(client[twin]->inbox[actor->heard[twin]]));
        }
    }
    assert_int_equal(client[STEADY]->ended, client[KILLED]->ended);
    for (unsigned seat = 1; seat < PLACES; seat++) {
        for (int side = 0; side < SIDES; side++) {
            if (told[seat][side] && actor->place[seat].used) {
                view_compare(twins, actor, seat, side);
            }
        }
    }
}

static void twins_hear(struct twins *twins) {
    for (size_t i = 0; i < ACTORS; i++) {
        struct actor *actor = &twins->actor[i];
        if (actor->client[STEADY]) {
            actor_hear(twins, actor);
        }
    }
    for (size_t i = 0; i < ACTORS; i++) {
        struct actor *actor = &twins->actor[i];
        if (actor->client[STEADY] && actor->client[STEADY]->ended) {
            twins_disconnect(twins, actor);
        }
    }
    truths_compare(twins);
    twins->scene[STEADY]->calls = twins->scene[KILLED]->calls = 0;
}

struct twins *twins_open(const char *path) {
    struct twins *twins = calloc(1, sizeof(*twins));
    assert_non_null(twins);
    for (int twin = 0; twin < TWINS; twin++) {
        struct scene *scene = twins->scene[twin] = scene_open_lobby(twin == STEADY ? SCENE_MEMORY : path, LOBBY_OPEN);
        scene->limits.games = 6;
        scene->limits.unbegun_hours = scene->limits.over_hours = 2;
        scene_limit(scene);
    }
    return twins;
}

static void actor_close(struct actor *actor) {
    if (actor->client[STEADY]) {
        client_close(actor->client[STEADY]);
    }
}

static void actor_forget(struct actor *actor) {
    for (int twin = 0; twin < TWINS; twin++) {
        if (actor->client[twin]) {
            client_drop(actor->client[twin]);
        }
        actor->client[twin] = NULL;
        actor->heard[twin] = 0;
    }
    for (unsigned seat = 0; seat < PLACES; seat++) {
        place_forget(actor, seat);
    }
}

void twins_close(struct twins *twins) {
    for (size_t i = 0; i < ACTORS; i++) {
        actor_forget(&twins->actor[i]);
        for (int twin = 0; twin < TWINS; twin++) {
            replica_drop(&twins->actor[i].kept.view[twin]);
        }
    }
    for (int twin = 0; twin < TWINS; twin++) {
        scene_close(twins->scene[twin]);
    }
    free(twins);
}

void twins_connect(struct twins *twins, struct actor *actor, bool deltas) {
    char *features[] = {(char *)"delta"};
    Ibar__V1__Hello hello = IBAR__V1__HELLO__INIT;
    hello.protocol = 1;
    hello.features = features;
    hello.n_features = deltas;
    actor->deltas = deltas;
    twins->address++;
    for (int twin = 0; twin < TWINS; twin++) {
        twins->scene[twin]->address = twins->address;
        actor->client[twin] = client_open(twins->scene[twin]);
    }
    twins_ask(twins, actor, 0, BODY(HELLO), &hello);
}

void twins_disconnect(struct twins *twins, struct actor *actor) {
    actor_forget(actor);
    twins_pass(twins, 0);
}

/* After both were asked. */
static void asked(struct twins *twins, struct actor *actor, unsigned seat, Ibar__V1__Envelope__BodyCase body,
                  const Ibar__V1__Envelope *answer) {
    twins_hear(twins);
    if (body == BODY(LEAVE) && answer->body_case == BODY(DONE)) {
        place_forget(actor, seat);
    }
}

const Ibar__V1__Envelope *twins_ask(struct twins *twins, struct actor *actor, unsigned seat,
                                    Ibar__V1__Envelope__BodyCase body, void *message) {
    const Ibar__V1__Envelope *answer = client_request(actor->client[STEADY], seat, body, message);
    client_request(actor->client[KILLED], seat, body, message);
    asked(twins, actor, seat, body, answer);
    return answer;
}

const Ibar__V1__Envelope *twins_join(struct twins *twins, struct actor *actor, const char *token, const char *name, bool back) {
    const Ibar__V1__Envelope *answer[TWINS];
    for (int twin = 0; twin < TWINS; twin++) {
        const struct replica *kept = &actor->kept.view[twin];
        Ibar__V1__Join join = IBAR__V1__JOIN__INIT;
        join.token = (char *)token;
        join.name = (char *)name;
        join.sequence = back ? kept->sequence : 0;
        join.hash = back ? kept->hash : 0;
        answer[twin] = client_request(actor->client[twin], 0, BODY(JOIN), &join);
    }
    actor->comes_back = back;
    asked(twins, actor, 0, BODY(JOIN), answer[STEADY]);
    actor->comes_back = false;
    return answer[STEADY];
}

void twins_ask_bytes(struct twins *twins, struct actor *actor, const uint8_t *bytes, size_t size) {
    for (int twin = 0; twin < TWINS; twin++) {
        client_send_bytes(actor->client[twin], bytes, size);
        scene_flush(twins->scene[twin]);
    }
    twins_hear(twins);
}

void twins_pass(struct twins *twins, int64_t ms) {
    twins->fresh = twins->fresh && ms < TWINS_LONG_MS;
    for (int twin = 0; twin < TWINS; twin++) {
        twins->scene[twin]->now_ms += ms;
        scene_flush(twins->scene[twin]);
    }
    twins_hear(twins);
}

void twins_restart(struct twins *twins) {
    for (size_t i = 0; i < ACTORS; i++) {
        actor_close(&twins->actor[i]); /* the connections to the host that is killed are gone with it */
    }
    twins->fresh = true;
    scene_restart(twins->scene[KILLED]);
    host_step(twins->scene[STEADY]->host, twins->scene[STEADY]->now_ms); /* as a start does */
    for (size_t i = 0; i < ACTORS; i++) {
        actor_forget(&twins->actor[i]);
    }
    twins_pass(twins, 0);
}
