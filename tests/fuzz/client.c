/* What a server sends, which may be a stranger's, and what somebody does at the screen meanwhile: rows, each a byte, two
 * bytes of length, and an Envelope of the server; 128 in the byte: a deed, whose number and whatever it needs are the
 * row's bytes. 64: the envelope answers a request, bits 3 to 5 say which; hashes and numbers of views are made right, so
 * that what follows is read, unless the byte has 32. Whatever came, what is drawn each frame can be put together. */
#include "fuzz.h"
#include "mutate.h"
#include "tiny.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "link/link_internal.h"
#include "model/lobby.h"
#include "model/model.h"
#include "model/playback.h"
#include "model/truth.h"
#include "proto/convert.h"
#include "rules/amend.h"
#include "rules/preview.h"

#define ASKED 8

static const char *const words[] = {
    "", "blue", "red", "tiny", "F", "delta", "lobby", "create", "accounts", "accounts-only", "scripted", "open", "pause",
    "resume", "amend", "rewind", "seat", "0123456789abcdef0123456789abcdef", "turn", "arrived", "moved", "stopped",
    "sighted", "lost_sight", "shot", "aimed", "launched_top", "launched_direct", "penetrated", "assaulted", "defended",
    "surrendered", "called", "flown", "landed", "step_lost", "suppressed", "fell_back", "eliminated", "collateral",
    "site_hit", "armed", "mounted", "dismounted", "loaded", "unloaded", "abandoned", "taken", "checked", "arrested",
    "cleared", "trap_sprung", "built", "searched", "pushed", "stirred", "crowd_led", "talked", "thrown", "crowd",
    "escorted", "asked", "ask_holds", "evacuated", "exited", "rallied", "not_done", "track", "points", "level", "weather",
    "announced", "game_over", "firepower", "cover", "night", "hold", "move", "policy", "fire_at", "dig_in", "load", NULL};
const struct mutate_kind mutate_kind = {64, 80, words};

struct fuzz_link {
    struct link link;
    uint64_t asked[ASKED]; /* ids of the last requests */
    size_t count;
};

static void link_nothing(struct link *link, int64_t now_ms) {
    (void)link;
    (void)now_ms;
}

static bool link_ask(struct link *link, const uint8_t *bytes, size_t size) {
    struct fuzz_link *fuzz = (struct fuzz_link *)link;
    Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 256 * 1024);
    PROMISE(envelope && envelope->id);
    fuzz->asked[fuzz->count++ % ASKED] = envelope->id;
    convert_envelope_free(envelope);
    return true;
}

static void link_free(struct link *link) {
    free(link);
}

static const struct link_kind link_kind = {link_nothing, link_ask, link_free};

static struct fuzz_link *link_make(void) {
    struct fuzz_link *fuzz = calloc(1, sizeof *fuzz);
    PROMISE(fuzz);
    link_init(&fuzz->link, &link_kind);
    fuzz->link.state = LINK_OPEN;
    return fuzz;
}

static const struct scenario *find(void *ctx, const char *id, char *why, size_t size) {
    (void)ctx;
    if (strcmp(id, "tiny") == 0)
        return tiny_scenario();
    snprintf(why, size, "There is no scenario of this name.");
    return NULL;
}

static void draw(void *bytes, size_t size) {
    memset(bytes, 5, size);
}

static uint64_t hash_of(const Ibar__V1__View *message) {
    static struct view view;
    char why[300];
    convert_view_from(tiny_scenario(), message, &view, why, sizeof why);
    return view_hash(&view);
}

/* Makes a delta one of the last view that a seat was shown. */
static void delta_make_right(const struct model *model, uint32_t number, Ibar__V1__ViewDelta *delta) {
    char why[300];
    for (size_t i = 0; i < model_seats(model); i++) {
        const struct seat *seat = model_seat(model, i);
        struct convert_arena arena = {0};
        if (!seat->shown || (number && seat->number != number) ||
            (seat->all_sides && delta->part && (uint32_t)seat->side != delta->part->side))
            continue;
        delta->since = seat->sequence;
        const Ibar__V1__View *before = convert_view_unpack(&arena, seat->shown, seat->shown_size);
        const Ibar__V1__View *now = before ? convert_delta_apply(&arena, before, delta, why, sizeof why) : NULL;
        if (now)
            delta->hash = hash_of(now);
        convert_arena_free(&arena);
        return;
    }
}

static void make_right(const struct model *model, Ibar__V1__Envelope *envelope) {
    if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_VIEW)
        envelope->view->hash = hash_of(envelope->view);
    else if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_VIEW_DELTA)
        delta_make_right(model, envelope->seat, envelope->view_delta);
    else if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_JOINED)
        envelope->joined->scenario_hash = tiny_scenario()->content_hash;
}

static void deliver(const struct model *model, struct fuzz_link *link, uint8_t head, const uint8_t *bytes, size_t size) {
    static uint8_t packed[1 << 18];
    Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 1 << 22);
    if (envelope) {
        if (head & 64)
            envelope->answers = link->asked[(link->count - 1 - (head >> 3 & 7)) % ASKED];
        if (!(head & 32))
            make_right(model, envelope);
        if (ibar__v1__envelope__get_packed_size(envelope) <= sizeof packed) {
            size = ibar__v1__envelope__pack(envelope, packed);
            bytes = packed;
        }
        convert_envelope_free(envelope);
    }
    link_deliver(&link->link, bytes, size);
}

/* An order that the rules list for a unit of the view. */
static void give_order(struct model *model, size_t index, const uint8_t with[4]) {
    static struct order orders[64];
    struct check check;
    const struct seat *seat = model_seat(model, index);
    if (!seat->has_view || seat->phase != SEAT_ORDERS || seat->view.units == 0)
        return;
    uint16_t unit = with[1] & 128 ? SIDE_ORDER_UNIT : seat->view.unit[with[1] % seat->view.units].unit;
    size_t count = rules_list_orders(seat->scenario, &seat->view, unit, orders, sizeof orders / sizeof orders[0]);
    count = count < sizeof orders / sizeof orders[0] ? count : sizeof orders / sizeof orders[0];
    if (count > 0)
        model_order_put(model, index, &orders[with[2] % count], &check);
}

/* What panels say of an order before it is given, and of a target. */
static void weigh(const struct model *model, size_t index, const uint8_t with[4]) {
    static struct order orders[32];
    struct fire_preview fire;
    struct strike_preview strike;
    struct act_preview act;
    struct assault_preview assault;
    uint8_t cost[PATH_MAX_HEXES], pulse[PATH_MAX_HEXES];
    char why[300];
    const struct seat *seat = model_seat(model, index);
    const struct view *view = &seat->view;
    if (!seat->has_view || view->units == 0)
        return;
    const struct scenario *scenario = seat->scenario;
    uint16_t unit = view->unit[with[1] % view->units].unit;
    for (size_t i = 0; i < view->contacts && i < 4; i++) {
        uint16_t contact = view->contact[(i + with[2]) % view->contacts].handle;
        fire_preview(scenario, view, unit, contact, &fire);
        antiarmour_preview(scenario, view, unit, contact, &strike);
        engage_preview(scenario, view, unit, contact, with[3] & 1, &strike);
    }
    size_t count = rules_list_orders(scenario, view, unit, orders, sizeof orders / sizeof orders[0]);
    for (size_t i = 0; i < count && i < sizeof orders / sizeof orders[0]; i++) {
        act_preview(scenario, view, &orders[i], &act);
        assault_preview(scenario, view, &orders[i], &assault);
    }
    if (path_find(scenario, view, unit, (hex_t)(with[3] % scenario->map.count), &orders[0]) > 0)
        path_cost(scenario, view, unit, &orders[0], cost, pulse);
    rules_zone(scenario, view, unit);
    rules_placed(view, unit);
    rules_check_remove(scenario, view, unit, with[3] & 1);
    rules_level_why(scenario, view, with[3] % 6, why, sizeof why);
}

static void ask_of_table(struct model *model, size_t index, const uint8_t with[4]) {
    const struct seat *seat = model_seat(model, index);
    int side = seat->scenario ? with[1] % seat->scenario->sides : -1;
    struct amend amend = {.kind = (uint8_t)(with[2] % AMEND_KINDS), .side = (uint8_t)side, .unit = with[3], .index = with[3]};
    if (side < 0 && with[0] % 8 != 7)
        return;
    switch (with[0] % 8) {
    case 0:
        model_hand_over(model, index, side, with[2] & 1 ? "open" : "");
        break;
    case 1:
        model_invite(model, index, with[2] & 1 ? side : -1, with[2] & 2);
        break;
    case 2:
        model_pause(model, index, with[2] & 1, "r");
        break;
    case 3:
        model_rewind(model, index, with[2], "r");
        break;
    case 4:
        model_amend(model, index, &amend, "r");
        break;
    case 5:
        model_leave(model, index, with[2] & 1);
        break;
    case 6:
        model_say(model, index, with[2] & 1 ? side : -1, "F");
        break;
    default:
        model_record_fetch(model, index);
        break;
    }
}

static void ask_in_lobby(struct model *model, const uint8_t with[4]) {
    struct lobby_filter filter = {.open = with[1] & 1};
    struct lobby_plan plan = {.scenario = "tiny", .side = {"red"}, .player = {"scripted"}};
    switch (with[0] % 8) {
    case 0:
        model_list(model, &filter, with[2]);
        break;
    case 1:
        model_create_game(model, &plan);
        break;
    case 2:
        model_take_seat(model, with[1], "red");
        break;
    case 3:
        model_watch(model, with[1], with[2] & 1 ? "red" : "");
        break;
    case 4:
        model_enter(model, "0123456789abcdef0123456789abcdef");
        break;
    case 5:
        model_login(model, "F", "password", with[1] & 1);
        break;
    case 6:
        model_change_password(model, "password", "password2");
        break;
    default:
        model_join(model, "0123456789abcdef0123456789abcdef");
        break;
    }
}

static struct fuzz_link *act(struct model *model, struct fuzz_link *link, const uint8_t *bytes, size_t size) {
    uint8_t with[5] = {0};
    memcpy(with, bytes, size < sizeof with ? size : sizeof with);
    size_t index = model_seats(model) ? with[1] % model_seats(model) : 0;
    if (with[0] >= 16 && with[0] < 24) {
        ask_in_lobby(model, with);
    } else if (with[0] >= 24) {
        link = link_make();
        model_reconnect(model, &link->link);
    } else if (model_seats(model) == 0) {
        return link;
    } else if (with[0] >= 8) {
        ask_of_table(model, index, (const uint8_t[4]){with[0], with[2], with[3], with[4]});
    } else if (with[0] == 0) {
        model_ready(model, index);
    } else if (with[0] == 1) {
        model_commit(model, index, with[2] & 1);
    } else if (with[0] == 2) {
        give_order(model, index, with + 1);
    } else if (with[0] == 3) {
        weigh(model, index, with + 1);
    } else if (with[0] == 4) {
        model_order_remove(model, index, with[2], with[3] & 1);
    } else if (with[0] == 5) {
        model_undo(model, index);
    } else if (with[0] == 6) {
        model_redo(model, index);
    } else {
        model_drop(model, index);
    }
    return link;
}

/* What screens put together of a seat in each frame. */
static void look(const struct model *model, size_t index) {
    static struct view view;
    struct clocks clocks;
    char text[300];
    const struct seat *seat = model_seat(model, index);
    if (seat->scenario && seat->table_told)
        model_clocks(model, index, 70000, &clocks);
    if (!seat->has_view)
        return;
    PROMISE(model_cost(seat) >= 0);
    for (size_t i = 0; i < seat->view.plan.count; i++)
        model_check(seat, &seat->view.plan.order[i]);
    for (size_t i = 0; i < seat->event_count; i++)
        event_explain(seat->scenario, &seat->events[i], text, sizeof text);
    if (seat->has_before)
        playback_view(seat->scenario, &seat->before, seat->events, seat->event_count, &view);
    if (seat->all_sides)
        truth_view(model, index, &view);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct model_config config = {.name = "Fuzz", .find = find, .random = draw};
    struct fuzz_link *link = link_make();
    struct model *model = model_create(&config, &link->link);
    PROMISE(model);
    /* A model and a seat are large: what is freed is kept for the next, not given back to the system. */
    mallopt(M_MMAP_THRESHOLD, 64 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
    model_join(model, "0123456789abcdef0123456789abcdef");
    int64_t now_ms = 0;
    model_step(model, now_ms);
    for (size_t at = 0; at + 3 <= size; now_ms += 1000) {
        uint8_t head = bytes[at];
        size_t length = bytes[at + 1] | (size_t)bytes[at + 2] << 8;
        at += 3;
        length = length < size - at ? length : size - at;
        if (head & 128)
            link = act(model, link, bytes + at, length);
        else
            deliver(model, link, head, bytes + at, length);
        bool changed = model_step(model, now_ms);
        for (size_t i = 0; changed && i < model_seats(model); i++)
            look(model, i);
        at += length;
    }
    model_destroy(model);
    return 0;
}
