/* Views -> messages. */
#include "convert_room.h"

static Ibar__V1__Unit *unit_to(struct convert_arena *arena, const struct view_unit *unit) {
    Ibar__V1__Unit *message = convert_alloc(arena, sizeof(*message));
    ibar__v1__unit__init(message);
    message->unit = unit->unit;
    message->type = unit->type;
    message->status = unit->status;
    message->steps = unit->steps;
    message->wounded = unit->wounded;
    message->suppression = unit->suppression;
    message->stock = unit->stock;
    message->policy = unit->policy;
    message->facing = unit->facing;
    message->flags = unit->flags;
    message->hex = unit->hex;
    message->entry = unit->entry;
    message->carrier = unit->carrier;
    message->order = unit->order == ORDER_none ? (char *)"" : (char *)order_kind_name(unit->order);
    message->press_on = unit->press_on;
    message->n_path = unit->path_length;
    message->path = convert_path(arena, unit->path, unit->path_length);
    message->path_at = unit->path_at;
    message->fired_last_turn = unit->fired_last_turn;
    message->arrives = unit->arrives;
    message->flights = unit->flights;
    message->until = unit->until;
    return message;
}

static Ibar__V1__Contact *contact_to(struct convert_arena *arena, const struct view_contact *contact) {
    Ibar__V1__Contact *message = convert_alloc(arena, sizeof(*message));
    ibar__v1__contact__init(message);
    message->handle = contact->handle;
    message->level = contact->level;
    message->class_ = contact->class_;
    message->strength = contact->strength;
    message->known = contact->known;
    message->type = contact->type;
    message->side = contact->side;
    message->turn = contact->turn;
    message->pulse = contact->pulse;
    message->hex = contact->hex;
    message->facing = contact->facing;
    message->cold = contact->cold;
    return message;
}

static Ibar__V1__Mark *mark_to(struct convert_arena *arena, const struct mark *mark) {
    Ibar__V1__Mark *message = convert_alloc(arena, sizeof(*message));
    ibar__v1__mark__init(message);
    message->hex = mark->hex;
    message->handle = mark->handle;
    message->level = mark->level;
    message->class_ = mark->class_;
    message->type = mark->type;
    message->side = mark->side;
    message->turn = mark->turn;
    return message;
}

static Ibar__V1__Crowd *crowd_to(struct convert_arena *arena, const struct crowd *crowd) {
    Ibar__V1__Crowd *message = convert_alloc(arena, sizeof(*message));
    ibar__v1__crowd__init(message);
    message->hex = crowd->hex;
    message->strength = crowd->strength;
    message->anger = crowd->anger;
    return message;
}

static Ibar__V1__Civilians *civilians_to(struct convert_arena *arena, const struct civilians *group) {
    Ibar__V1__Civilians *message = convert_alloc(arena, sizeof(*message));
    ibar__v1__civilians__init(message);
    message->hex = group->hex;
    message->strength = group->strength;
    message->safe = group->safe;
    message->lost = group->lost;
    message->consent = group->consent;
    return message;
}

static Ibar__V1__Ask *ask_to(struct convert_arena *arena, const struct ask *ask) {
    Ibar__V1__Ask *message = convert_alloc(arena, sizeof(*message));
    ibar__v1__ask__init(message);
    message->status = ask->status;
    message->side = ask->side;
    message->other = ask->other;
    message->thing = ask->thing;
    message->hex = ask->hex;
    return message;
}

static Ibar__V1__Barricade *barricade_to(struct convert_arena *arena, const struct barricade *barricade) {
    Ibar__V1__Barricade *message = convert_alloc(arena, sizeof(*message));
    ibar__v1__barricade__init(message);
    message->hex = barricade->hex;
    message->dir = barricade->dir;
    message->strength = barricade->strength;
    message->trapped = barricade->trapped;
    message->side = barricade->side;
    return message;
}

static Ibar__V1__Cache *cache_to(struct convert_arena *arena, const struct cache *cache) {
    Ibar__V1__Cache *message = convert_alloc(arena, sizeof(*message));
    ibar__v1__cache__init(message);
    message->hex = cache->hex;
    message->side = cache->side;
    message->found = cache->found;
    return message;
}

static Ibar__V1__Equipment *equipment_to(struct convert_arena *arena,
                                         const struct view_equipment *equipment) {
    Ibar__V1__Equipment *message = convert_alloc(arena, sizeof(*message));
    ibar__v1__equipment__init(message);
    message->hex = equipment->hex;
    message->type = equipment->type;
    message->side = equipment->side;
    message->unit = equipment->unit;
    return message;
}

/* Fills a repeated field of the message from an array of the view. */
#define LIST(field, count, convert, array)                                                                   \
    do {                                                                                                     \
        message->n_##field = (count);                                                                        \
        message->field = convert_array(arena, (count), sizeof(*message->field));                             \
        for (size_t i = 0; i < (count); i++) {                                                               \
            message->field[i] = convert(arena, &(array)[i]);                                                 \
        }                                                                                                    \
    } while (0)

static int32_t *numbers_to(struct convert_arena *arena, const int16_t *values, size_t count) {
    int32_t *out = convert_array(arena, count, sizeof(*out));
    for (size_t i = 0; i < count; i++) {
        out[i] = values[i];
    }
    return out;
}

static void politics_to(struct convert_arena *arena, const struct view *view, Ibar__V1__View *message) {
    LIST(civilians, view->civilian_groups, civilians_to, view->civilians);
    LIST(asks, view->asks, ask_to, view->ask);
    message->fired_upon = view->fired_upon;
    message->lost_step = view->lost_step;
    message->support_turn = view->support_turn;
    message->engaged = view->engaged;
    message->mediation = view->mediation;
    message->mediation_until = view->mediation_until;
    message->teams_turn = view->teams_turn;
}

Ibar__V1__View *convert_view(struct convert_arena *arena, const struct scenario *scenario,
                             const struct view *view, uint64_t sequence) {
    Ibar__V1__View *message = convert_alloc(arena, sizeof(*message));
    ibar__v1__view__init(message);
    message->full = true;
    message->sequence = sequence;
    message->hash = view_hash(view);
    message->side = view->side;
    message->turn = view->turn;
    message->turns = view->turns;
    message->outcome = view->outcome;
    message->weather = view->weather;
    message->level = view->level;
    message->command = view->command;
    message->options = view->options;
    message->n_track = TRACK_COUNT;
    message->track = convert_array(arena, TRACK_COUNT, sizeof(*message->track));
    for (size_t i = 0; i < TRACK_COUNT; i++) {
        message->track[i] = view->track[i];
    }
    message->points = view->points;
    message->n_count = VICTORY_MAX;
    message->count = numbers_to(arena, view->count, VICTORY_MAX);
    message->n_final_points = SIDE_MAX;
    message->final_points = numbers_to(arena, view->final_points, SIDE_MAX);
    message->n_launches = message->n_bill = SIDE_MAX;
    message->launches = convert_array(arena, SIDE_MAX, sizeof(*message->launches));
    message->bill = convert_array(arena, SIDE_MAX, sizeof(*message->bill));
    for (size_t i = 0; i < SIDE_MAX; i++) {
        message->launches[i] = view->launches[i];
        message->bill[i] = view->bill[i];
    }
    LIST(units, view->units, unit_to, view->unit);
    LIST(contacts, view->contacts, contact_to, view->contact);
    LIST(marks, view->marks, mark_to, view->mark);
    LIST(crowds, view->crowds, crowd_to, view->crowd);
    LIST(barricades, view->barricades, barricade_to, view->barricade);
    LIST(caches, view->caches, cache_to, view->cache);
    LIST(equipment, view->equipments, equipment_to, view->equipment);
    LIST(plan, view->plan.count, convert_order, view->plan.order);
    politics_to(arena, view, message);
    message->plan_cost = (uint32_t)rules_plan_cost(scenario, view, &view->plan);
    return message;
}
