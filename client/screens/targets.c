/* What an order of a kind may be aimed at, and where that lies on the map. Every verdict is rules_check's. */
#include "app_internal.h"

#include "rules/preview.h"

#include <stdio.h>
#include <string.h>

enum target target_of(int kind) {
    switch (kind) {
    case ORDER_fire_at:
    case ORDER_engage:
    case ORDER_call:
    case ORDER_arrest:
        return TARGET_CONTACT;
    case ORDER_clear:
    case ORDER_build:
        return TARGET_DIR;
    case ORDER_load:
    case ORDER_dig_in:
        return TARGET_UNIT;
    case ORDER_look:
    case ORDER_land:
    case ORDER_place:
        return TARGET_ANY_HEX;
    case ORDER_assault:
    case ORDER_push:
    case ORDER_stir:
    case ORDER_lead:
    case ORDER_talk:
    case ORDER_escort:
        return TARGET_HEX;
    case ORDER_move:
        return TARGET_PATH;
    default:
        return TARGET_NONE;
    }
}

const struct target_modes *target_modes(int kind) {
    static const struct target_modes modes[] = {
        {ORDER_engage, {"Top attack", "Direct attack"}, {"T", "D"}},
        {ORDER_push, {"Without gas", "With gas"}, {"N", "G"}},
        {ORDER_lead, {"Lead on", "Have it build"}, {"L", "B"}},
    };
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (modes[i].kind == kind)
            return &modes[i];
    return NULL;
}

struct listing {
    const struct seat *seat;
    struct choice *out;
    size_t count, max;
    struct check best;
    bool any, refused_too;
};

/* Reasons that say something of the situation come before those that say something of the target tried. */
static bool reason_is_weak(int reason) {
    static const uint8_t weak[] = {REFUSAL_no_contact,   REFUSAL_no_barricade, REFUSAL_no_road,
                                   REFUSAL_not_same_hex, REFUSAL_bad_number,   REFUSAL_not_yours,
                                   REFUSAL_out_of_range, REFUSAL_no_crowd,     REFUSAL_too_far,
                                   REFUSAL_not_enemy,    REFUSAL_no_enemy,     REFUSAL_no_way,
                                   REFUSAL_no_ability,   REFUSAL_boundary};
    return memchr(weak, reason, sizeof weak) != NULL;
}

/* The higher, the less a refusal says: nobody wonders why a friend cannot be shot at. */
static int reason_rank(int reason) {
    return reason == REFUSAL_not_enemy ? 2 : reason_is_weak(reason) ? 1 : 0;
}

/* An assault that is refused is a target only where an enemy is known: its level is asked first. */
static bool somebody_is_there(const struct seat *seat, const struct order *order) {
    struct assault_preview assault;
    return order->kind != ORDER_assault || assault_preview(seat->scenario, &seat->view, order, &assault);
}

/* False when no more need be tried. */
static bool listing_try(struct listing *list, const struct order *order) {
    struct check check = model_check(list->seat, order);
    bool better = !list->any || check.verdict < list->best.verdict ||
                  (check.verdict == VERDICT_NO && list->best.verdict == VERDICT_NO &&
                   reason_rank(check.reason) < reason_rank(list->best.reason));
    if (better)
        list->best = check;
    list->any = true;
    bool listed = check.verdict != VERDICT_NO ||
                  (list->refused_too && !reason_is_weak(check.reason) && somebody_is_there(list->seat, order));
    if (listed && list->count < list->max)
        list->out[list->count++] = (struct choice){*order, check};
    return list->count < list->max || list->best.verdict != VERDICT_YES;
}

/* The same target with each mode that the kind has. */
static bool listing_modes(struct listing *list, struct order order) {
    for (int mode = 0; mode < (target_modes(order.kind) ? 2 : 1); mode++) {
        order.mode = (uint8_t)mode;
        if (!listing_try(list, &order))
            return false;
    }
    return true;
}

static void listing_contacts(struct listing *list, struct order order) {
    const struct view *view = &list->seat->view;
    for (unsigned i = 0; i < view->contacts; i++) {
        order.contact = view->contact[i].handle;
        if (!listing_modes(list, order))
            return;
    }
    if (view->contacts == 0) {
        order.contact = CONTACT_NO;
        listing_try(list, &order);
    }
}

static void listing_dirs(struct listing *list, struct order order) {
    for (int dir = 0; dir < DIR_COUNT; dir++) {
        order.dir = (uint8_t)dir;
        if (!listing_try(list, &order))
            return;
    }
}

static void listing_units(struct listing *list, struct order order) {
    const struct view *view = &list->seat->view;
    for (unsigned i = 0; i < view->units; i++) {
        order.other = view->unit[i].unit;
        if (!listing_try(list, &order))
            return;
    }
}

/* A crowd: each mode, and for leading each direction. */
static void listing_crowds(struct listing *list, struct order order) {
    const struct view *view = &list->seat->view;
    for (unsigned i = 0; i < view->crowds; i++) {
        order.hex = view->crowd[i].hex;
        for (int dir = 0; dir < (order.kind == ORDER_lead ? DIR_COUNT : 1); dir++) {
            order.dir = (uint8_t)dir;
            listing_modes(list, order);
        }
    }
}

static void listing_hexes(struct listing *list, const struct view_unit *own, struct order order) {
    const struct map *map = &list->seat->scenario->map;
    const struct view *view = &list->seat->view;
    if (order.kind == ORDER_escort)
        for (unsigned i = 0; i < view->civilian_groups; i++) {
            order.hex = view->civilians[i].hex;
            listing_try(list, &order);
        }
    else if (order.kind != ORDER_assault)
        listing_crowds(list, order);
    if (list->any || !own || own->hex >= map->count)
        return;
    order.hex = own->hex;
    listing_try(list, &order);
    for (int dir = 0; order.kind == ORDER_assault && dir < DIR_COUNT; dir++) {
        order.hex = map->next[own->hex][dir];
        if (order.hex != HEX_NONE)
            listing_try(list, &order);
    }
}

static void listing_map(struct listing *list, struct order order) {
    for (hex_t hex = 0; hex < list->seat->scenario->map.count; hex++) {
        order.hex = hex;
        if (!listing_try(list, &order))
            return;
    }
}

static void listing_path(struct listing *list, struct order order) {
    order.path_length = 1;
    for (int dir = 0; dir < DIR_COUNT; dir++) {
        order.path[0] = (uint8_t)dir;
        if (!listing_try(list, &order))
            return;
    }
}

static void listing_fill(struct listing *list, uint16_t unit, int kind) {
    const struct view_unit *own = view_unit_find(&list->seat->view, unit);
    struct order order = {.kind = (uint8_t)kind, .unit = unit};
    switch (target_of(kind)) {
    case TARGET_CONTACT:
        listing_contacts(list, order);
        break;
    case TARGET_DIR:
        listing_dirs(list, order);
        break;
    case TARGET_UNIT:
        listing_units(list, order);
        break;
    case TARGET_HEX:
        listing_hexes(list, own, order);
        break;
    case TARGET_ANY_HEX:
        listing_map(list, order);
        break;
    case TARGET_PATH:
        listing_path(list, order);
        break;
    case TARGET_NONE:
        listing_try(list, &order);
        break;
    }
}

size_t orders_choices(const struct seat *seat, uint16_t unit, int kind, struct choice *out, size_t max,
                      struct check *best) {
    struct listing list = {.seat = seat, .out = out, .max = max, .best = {VERDICT_NO, REFUSAL_nothing_here, 0}};
    listing_fill(&list, unit, kind);
    *best = list.best;
    return list.count;
}

size_t targets_list(const struct seat *seat, uint16_t unit, int kind, struct choice *out, size_t max) {
    struct listing list = {.seat = seat, .out = out, .max = max, .refused_too = true};
    listing_fill(&list, unit, kind);
    return list.count;
}

hex_t target_place(const struct seat *seat, const struct order *order) {
    const struct map *map = &seat->scenario->map;
    const struct view_unit *own = view_unit_find(&seat->view, order->unit);
    const struct view_contact *contact;
    const struct view_unit *other;
    switch (target_of(order->kind)) {
    case TARGET_CONTACT:
        contact = view_contact_find(&seat->view, order->contact);
        return contact ? contact->hex : HEX_NONE;
    case TARGET_DIR:
        return own && own->hex < map->count ? map->next[own->hex][order->dir % DIR_COUNT] : HEX_NONE;
    case TARGET_UNIT:
        other = view_unit_find(&seat->view, order->other);
        return other ? other->hex : HEX_NONE;
    case TARGET_HEX:
        if (order->kind == ORDER_lead && order->hex < map->count)
            return map->next[order->hex][order->dir % DIR_COUNT];
        return order->hex;
    case TARGET_ANY_HEX:
        return order->hex;
    default:
        return HEX_NONE;
    }
}
