/* The hash of a view, over named fields and never over raw memory: server, client and bots compare it. */
#include "rule.h"

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}

static uint64_t mix_path(uint64_t hash, const uint8_t *path, int length) {
    for (int i = 0; i < length; i++)
        hash = mix(hash, path[i]);
    return hash;
}

static uint64_t hash_unit(uint64_t hash, const struct view_unit *unit) {
    hash = mix(hash, unit->unit | (uint64_t)unit->type << 16 | (uint64_t)unit->status << 24 |
                         (uint64_t)unit->steps << 32 | (uint64_t)unit->wounded << 40 |
                         (uint64_t)unit->suppression << 48 | (uint64_t)unit->stock << 56);
    hash = mix(hash, unit->policy | (uint64_t)unit->facing << 8 | (uint64_t)unit->flags << 16 |
                         (uint64_t)unit->hex << 32 | (uint64_t)unit->entry << 48);
    hash = mix(hash, unit->carrier | (uint64_t)unit->order << 16 | (uint64_t)unit->press_on << 24 |
                         (uint64_t)unit->path_length << 32 | (uint64_t)unit->path_at << 40 |
                         (uint64_t)unit->fired_last_turn << 48 | (uint64_t)unit->arrives << 56);
    hash = mix(hash, unit->flights | (uint64_t)unit->until << 8);
    return mix_path(hash, unit->path, unit->path_length);
}

static uint64_t hash_contact(uint64_t hash, const struct view_contact *contact) {
    hash = mix(hash, contact->handle | (uint64_t)contact->level << 16 | (uint64_t)contact->class_ << 24 |
                         (uint64_t)contact->strength << 32 | (uint64_t)contact->known << 40 |
                         (uint64_t)contact->type << 48 | (uint64_t)contact->side << 56);
    return mix(hash, contact->turn | (uint64_t)contact->pulse << 8 | (uint64_t)contact->hex << 16 |
                         (uint64_t)contact->facing << 32 | (uint64_t)contact->cold << 40);
}

static uint64_t hash_mark(uint64_t hash, const struct mark *mark) {
    hash = mix(hash, mark->hex | (uint64_t)mark->handle << 16 | (uint64_t)mark->used << 32 |
                         (uint64_t)mark->level << 40 | (uint64_t)mark->class_ << 48 |
                         (uint64_t)mark->type << 56);
    return mix(hash, mark->side | (uint64_t)mark->turn << 8);
}

static uint64_t hash_things(uint64_t hash, const struct view *view) {
    hash = mix(hash, view->crowds | (uint64_t)view->barricades << 16 | (uint64_t)view->caches << 32 |
                         (uint64_t)view->equipments << 48);
    for (uint16_t i = 0; i < view->crowds; i++)
        hash = mix(hash, view->crowd[i].hex | (uint64_t)view->crowd[i].strength << 16 |
                             (uint64_t)view->crowd[i].anger << 24);
    for (uint16_t i = 0; i < view->barricades; i++) {
        const struct barricade *barricade = &view->barricade[i];
        hash =
            mix(hash, barricade->hex | (uint64_t)barricade->dir << 16 | (uint64_t)barricade->strength << 24 |
                          (uint64_t)barricade->trapped << 32 | (uint64_t)barricade->side << 40);
    }
    for (uint16_t i = 0; i < view->caches; i++)
        hash = mix(hash, view->cache[i].hex | (uint64_t)view->cache[i].side << 16 |
                             (uint64_t)view->cache[i].found << 24);
    for (uint16_t i = 0; i < view->equipments; i++) {
        const struct view_equipment *lies = &view->equipment[i];
        hash = mix(hash, lies->hex | (uint64_t)lies->type << 16 | (uint64_t)lies->side << 24 |
                             (uint64_t)lies->unit << 32);
    }
    return hash;
}

static uint64_t hash_politics(uint64_t hash, const struct view *view) {
    hash = mix(hash, view->civilian_groups | (uint64_t)view->asks << 16 | (uint64_t)view->fired_upon << 32 |
                         (uint64_t)view->lost_step << 40 | (uint64_t)view->support_turn << 48 |
                         (uint64_t)view->engaged << 56);
    hash = mix(hash, view->mediation | (uint64_t)view->mediation_until << 8 | (uint64_t)view->teams_turn << 16);
    for (uint16_t i = 0; i < view->civilian_groups; i++) {
        const struct civilians *group = &view->civilians[i];
        hash = mix(hash, group->hex | (uint64_t)group->strength << 16 | (uint64_t)group->safe << 24 |
                             (uint64_t)group->lost << 32 | (uint64_t)group->consent << 40);
    }
    for (uint16_t i = 0; i < view->asks; i++) {
        const struct ask *ask = &view->ask[i];
        hash = mix(hash, ask->status | (uint64_t)ask->side << 8 | (uint64_t)ask->other << 16 |
                             (uint64_t)ask->thing << 24 | (uint64_t)ask->hex << 32);
    }
    return hash;
}

static uint64_t hash_order(uint64_t hash, const struct order *order) {
    hash = mix(hash, order->kind | (uint64_t)order->policy << 8 | (uint64_t)order->press_on << 16 |
                         (uint64_t)order->dir << 24 | (uint64_t)order->unit << 32 |
                         (uint64_t)order->other << 48);
    hash = mix(hash, order->contact | (uint64_t)order->hex << 16 | (uint64_t)order->mode << 32 |
                         (uint64_t)order->path_length << 40);
    return mix_path(hash, order->path, order->path_length);
}

uint64_t view_hash(const struct view *view) {
    uint64_t hash = UINT64_C(0x1bad5eed);
    hash = mix(hash, view->side | (uint64_t)view->turn << 8 | (uint64_t)view->turns << 16 |
                         (uint64_t)view->outcome << 24 | (uint64_t)view->weather << 32 |
                         (uint64_t)view->level << 40 | (uint64_t)view->command << 48);
    hash = mix(hash, view->options | (uint64_t)(uint16_t)view->points << 16);
    for (int i = 0; i < TRACK_COUNT; i++)
        hash = mix(hash, (uint8_t)view->track[i]);
    for (int i = 0; i < VICTORY_MAX; i++)
        hash = mix(hash, (uint16_t)view->count[i]);
    for (int i = 0; i < SIDE_MAX; i++)
        hash = mix(hash, (uint16_t)view->final_points[i] | (uint64_t)view->launches[i] << 16 |
                             (uint64_t)view->bill[i] << 32);
    hash = mix(hash, view->units | (uint64_t)view->contacts << 16 | (uint64_t)view->marks << 32 |
                         (uint64_t)view->plan.count << 48);
    for (uint16_t i = 0; i < view->units; i++)
        hash = hash_unit(hash, &view->unit[i]);
    for (uint16_t i = 0; i < view->contacts; i++)
        hash = hash_contact(hash, &view->contact[i]);
    for (uint16_t i = 0; i < view->marks; i++)
        hash = hash_mark(hash, &view->mark[i]);
    hash = hash_things(hash, view);
    hash = hash_politics(hash, view);
    for (uint16_t i = 0; i < view->plan.count; i++)
        hash = hash_order(hash, &view->plan.order[i]);
    return mix(hash, view->plan.count);
}
