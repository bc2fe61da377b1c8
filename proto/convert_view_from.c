/* Messages -> views: every number is held against the scenario, then what holds of all views, then the hash over the
 * whole. */
#include "convert_room.h"

#include <stdio.h>
#include <string.h>

static void unit_from(struct reading *in, const Ibar__V1__Unit *message, struct view_unit *out) {
    unsigned most = in->scenario->roster_count ? in->scenario->roster_count - 1u : 0;
    out->unit = (uint16_t)reading_take(in, "units.unit", message->unit, most);
    out->type = (uint8_t)reading_type(in, "units.type", message->type);
    if (out->type == TYPE_NONE) {
        reading_fail(in, "units.type", "The field units.type is missing: own units have a type.");
    }
    out->status = (uint8_t)reading_take(in, "units.status", message->status, UNIT_REVEALED);
    out->steps = (uint8_t)reading_take(in, "units.steps", message->steps, UINT8_MAX);
    out->wounded = (uint8_t)reading_take(in, "units.wounded", message->wounded, UINT8_MAX);
    out->suppression = (uint8_t)reading_take(in, "units.suppression", message->suppression, UINT8_MAX);
    out->stock = (uint8_t)reading_take(in, "units.stock", message->stock, UINT8_MAX);
    out->policy = (uint8_t)reading_take(in, "units.policy", message->policy, POLICY_COUNT - 1);
    out->facing = (uint8_t)reading_take(in, "units.facing", message->facing, DIR_COUNT - 1);
    out->flags = (uint16_t)reading_take(in, "units.flags", message->flags, UINT16_MAX);
    out->hex = reading_hex(in, "units.hex", message->hex);
    out->entry = reading_hex(in, "units.entry", message->entry);
    out->carrier = (uint16_t)reading_take_or(in, "units.carrier", message->carrier, most, UNIT_NONE);
    out->order = ORDER_none;
    if (message->order[0]) {
        out->order = (uint8_t)order_kind_parse(message->order);
        if (out->order == ORDER_none) {
            reading_fail(in, "units.order", "There is no order \"%.32s\".", message->order);
        }
    }
    out->press_on = message->press_on ? 1 : 0;
    out->path_length = reading_path(in, "units.path", message->n_path, message->path, out->path);
    out->path_at = (uint8_t)reading_take(in, "units.path_at", message->path_at, out->path_length);
    out->fired_last_turn = message->fired_last_turn ? 1 : 0;
    out->arrives = (uint8_t)reading_take(in, "units.arrives", message->arrives, UINT8_MAX);
    out->flights = (uint8_t)reading_take(in, "units.flights", message->flights, UINT8_MAX);
    out->until = (uint8_t)reading_take(in, "units.until", message->until, UINT8_MAX);
}

static void contact_from(struct reading *in, const Ibar__V1__Contact *message, struct view_contact *out) {
    out->handle = (uint16_t)reading_take(in, "contacts.handle", message->handle, UINT16_MAX);
    out->level = (uint8_t)reading_take(in, "contacts.level", message->level, CONTACT_IDENTIFIED);
    out->class_ = (uint8_t)reading_take(in, "contacts.class", message->class_, CLASS_COUNT - 1);
    out->strength = (uint8_t)reading_take(in, "contacts.strength", message->strength, 2);
    out->known = (uint8_t)reading_take(in, "contacts.known", message->known, UINT8_MAX);
    out->type = reading_type(in, "contacts.type", message->type);
    out->side = reading_side(in, "contacts.side", message->side);
    out->turn = (uint8_t)reading_take(in, "contacts.turn", message->turn, UINT8_MAX);
    out->pulse = (uint8_t)reading_take(in, "contacts.pulse", message->pulse, 7);
    out->hex = reading_hex(in, "contacts.hex", message->hex);
    out->facing = (uint8_t)reading_take(in, "contacts.facing", message->facing, DIR_COUNT - 1);
    out->cold = message->cold ? 1 : 0;
}

static void mark_from(struct reading *in, const Ibar__V1__Mark *message, struct mark *out) {
    out->used = 1;
    out->hex = reading_hex(in, "marks.hex", message->hex);
    out->handle = (uint16_t)reading_take(in, "marks.handle", message->handle, UINT16_MAX);
    out->level = (uint8_t)reading_take(in, "marks.level", message->level, CONTACT_IDENTIFIED);
    out->class_ = (uint8_t)reading_take(in, "marks.class", message->class_, CLASS_COUNT - 1);
    out->type = reading_type(in, "marks.type", message->type);
    out->side = reading_side(in, "marks.side", message->side);
    out->turn = (uint8_t)reading_take(in, "marks.turn", message->turn, UINT8_MAX);
}

static void crowd_from(struct reading *in, const Ibar__V1__Crowd *message, struct crowd *out) {
    out->hex = reading_hex(in, "crowds.hex", message->hex);
    out->strength = (uint8_t)reading_take(in, "crowds.strength", message->strength, UINT8_MAX);
    out->anger = (uint8_t)reading_take(in, "crowds.anger", message->anger, UINT8_MAX);
}

static void civilians_from(struct reading *in, const Ibar__V1__Civilians *message, struct civilians *out) {
    out->hex = reading_hex(in, "civilians.hex", message->hex);
    out->strength = (uint8_t)reading_take(in, "civilians.strength", message->strength, UINT8_MAX);
    out->safe = (uint8_t)reading_take(in, "civilians.safe", message->safe, UINT8_MAX);
    out->lost = (uint8_t)reading_take(in, "civilians.lost", message->lost, UINT8_MAX);
    out->consent = (uint8_t)reading_take(in, "civilians.consent", message->consent, UINT8_MAX);
}

static void ask_from(struct reading *in, const Ibar__V1__Ask *message, struct ask *out) {
    out->status = (uint8_t)reading_take(in, "asks.status", message->status, ASK_DELIVERED);
    out->side = (uint8_t)reading_take(in, "asks.side", message->side, in->scenario->sides - 1u);
    out->other = (uint8_t)reading_take(in, "asks.other", message->other, in->scenario->sides - 1u);
    out->thing = (uint8_t)reading_take(in, "asks.thing", message->thing, ASK_THINGS - 1);
    out->hex = reading_hex(in, "asks.hex", message->hex);
}

static void politics_from(struct reading *in, const Ibar__V1__View *message, struct view *out) {
    out->fired_upon = (uint8_t)reading_take(in, "fired_upon", message->fired_upon, UINT8_MAX);
    out->lost_step = (uint8_t)reading_take(in, "lost_step", message->lost_step, 1);
    out->support_turn = (uint8_t)reading_take(in, "support_turn", message->support_turn, UINT8_MAX);
    out->engaged = (uint8_t)reading_take(in, "engaged", message->engaged, 1);
    out->mediation = (uint8_t)reading_take(in, "mediation", message->mediation, MEDIATION_BROKEN);
    out->mediation_until = (uint8_t)reading_take(in, "mediation_until", message->mediation_until, UINT8_MAX);
    out->teams_turn = (uint8_t)reading_take(in, "teams_turn", message->teams_turn, UINT8_MAX);
}

static void barricade_from(struct reading *in, const Ibar__V1__Barricade *message, struct barricade *out) {
    out->hex = reading_hex(in, "barricades.hex", message->hex);
    out->dir = (uint8_t)reading_take(in, "barricades.dir", message->dir, DIR_COUNT - 1);
    out->strength = (uint8_t)reading_take(in, "barricades.strength", message->strength, UINT8_MAX);
    out->trapped = message->trapped ? 1 : 0;
    out->side = reading_side(in, "barricades.side", message->side);
}

static void cache_from(struct reading *in, const Ibar__V1__Cache *message, struct cache *out) {
    out->hex = reading_hex(in, "caches.hex", message->hex);
    out->side = reading_side(in, "caches.side", message->side);
    out->found = (uint8_t)reading_take(in, "caches.found", message->found, in->scenario->sides);
}

static void equipment_from(struct reading *in, const Ibar__V1__Equipment *message,
                           struct view_equipment *out) {
    unsigned most = in->scenario->roster_count ? in->scenario->roster_count - 1u : 0;
    out->hex = reading_hex(in, "equipment.hex", message->hex);
    out->type = reading_type(in, "equipment.type", message->type);
    out->side = reading_side(in, "equipment.side", message->side);
    out->unit = (uint16_t)reading_take_or(in, "equipment.unit", message->unit, most, UNIT_NONE);
}

static void numbers_from(struct reading *in, const char *field, size_t count, const int32_t *values,
                         int16_t *out, size_t most) {
    if (reading_count(in, field, count, most)) {
        for (size_t i = 0; i < count; i++) {
            out[i] = (int16_t)reading_take_signed(in, field, values[i], INT16_MIN, INT16_MAX);
        }
    }
}

static void bill_from(struct reading *in, const Ibar__V1__View *message, struct view *out) {
    if (reading_count(in, "launches", message->n_launches, SIDE_MAX)) {
        for (size_t i = 0; i < message->n_launches; i++) {
            out->launches[i] = (uint8_t)reading_take(in, "launches", message->launches[i], UINT8_MAX);
        }
    }
    if (reading_count(in, "bill", message->n_bill, SIDE_MAX)) {
        for (size_t i = 0; i < message->n_bill; i++) {
            out->bill[i] = message->bill[i];
        }
    }
}

static void head_from(struct reading *in, const Ibar__V1__View *message, struct view *out) {
    out->side = (uint8_t)reading_take(in, "side", message->side, in->scenario->sides - 1u);
    out->turn = (uint8_t)reading_take(in, "turn", message->turn, UINT8_MAX);
    out->turns = (uint8_t)reading_take(in, "turns", message->turns, UINT8_MAX);
    out->outcome = (uint8_t)reading_take(in, "outcome", message->outcome, OUTCOME_PRESSURE);
    out->weather = (uint8_t)reading_take(in, "weather", message->weather, WEATHER_NIGHT | WEATHER_FOG);
    out->level = (uint8_t)reading_take(in, "level", message->level, 5);
    out->command = (uint8_t)reading_take(in, "command", message->command, UINT8_MAX);
    out->options = (uint16_t)reading_take(in, "options", message->options, UINT16_MAX);
    if (reading_count(in, "track", message->n_track, TRACK_COUNT)) {
        for (size_t i = 0; i < message->n_track; i++) {
            out->track[i] = (int8_t)reading_take_signed(in, "track", message->track[i], INT8_MIN, INT8_MAX);
        }
    }
    out->points = (int16_t)reading_take_signed(in, "points", message->points, INT16_MIN, INT16_MAX);
    numbers_from(in, "count", message->n_count, message->count, out->count, VICTORY_MAX);
    numbers_from(in, "final_points", message->n_final_points, message->final_points, out->final_points,
                 SIDE_MAX);
}

/* Fills an array of the view from a repeated field of the message. */
#define LIST(field, count, convert, array, most)                                                             \
    do {                                                                                                     \
        if (reading_count(&in, #field, message->n_##field, (most))) {                                        \
            (count) = (uint16_t)message->n_##field;                                                          \
            for (size_t i = 0; i < message->n_##field; i++) {                                                \
                convert(&in, message->field[i], &(array)[i]);                                                \
            }                                                                                                \
        }                                                                                                    \
    } while (0)

bool convert_view_from(const struct scenario *scenario, const Ibar__V1__View *message, struct view *out,
                       char *why, size_t size) {
    struct reading in = {.scenario = scenario, .why = why, .size = size};
    memset(out, 0, sizeof(*out));
    if (!message->full) {
        reading_fail(&in, "full", "The view is not full: this program reads full views only.");
    }
    head_from(&in, message, out);
    bill_from(&in, message, out);
    LIST(units, out->units, unit_from, out->unit, UNIT_MAX);
    LIST(contacts, out->contacts, contact_from, out->contact, UNIT_MAX);
    LIST(marks, out->marks, mark_from, out->mark, MARK_MAX);
    LIST(crowds, out->crowds, crowd_from, out->crowd, CROWD_MAX);
    LIST(barricades, out->barricades, barricade_from, out->barricade, BARRICADE_MAX);
    LIST(caches, out->caches, cache_from, out->cache, CACHE_MAX);
    LIST(equipment, out->equipments, equipment_from, out->equipment, EQUIPMENT_MAX);
    LIST(civilians, out->civilian_groups, civilians_from, out->civilians, CIVILIANS_MAX);
    LIST(asks, out->asks, ask_from, out->ask, ASK_MAX);
    politics_from(&in, message, out);
    LIST(plan, out->plan.count, reading_order, out->plan.order, PLAN_MAX);
    char broken[160];
    if (!in.bad && !view_check(scenario, out, broken, sizeof(broken))) {
        reading_fail(&in, "view", "The view cannot be: %s", broken);
    }
    if (!in.bad && view_hash(out) != message->hash) {
        reading_fail(&in, "hash",
                     "The view's hash is %016llx but its content gives %016llx: ask for it again.",
                     (unsigned long long)message->hash, (unsigned long long)view_hash(out));
    }
    return !in.bad;
}
