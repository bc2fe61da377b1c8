/* Places at tables: a struct seat for each pair of eyes. */
#include "model_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct seat *seat_add(struct model *model, const char *token) {
    struct seat *seat = model->seats < MODEL_SEATS_MAX ? calloc(1, sizeof *seat) : NULL;
    if (!seat)
        return NULL;
    snprintf(seat->token, sizeof seat->token, "%s", token);
    seat->side = -1;
    seat->place = ++model->places;
    model->config.random(seat->nonce, sizeof seat->nonce);
    model->seat[model->seats++] = seat;
    return seat;
}

void seat_free(struct seat *seat) {
    free(seat->events);
    free(seat->told);
    free(seat->log);
    free(seat->record);
    free(seat->shown);
    free(seat);
}

static bool follows(const struct seat *seat, const struct seat *first) {
    return seat->follows && seat->place == first->place;
}

static struct seat *spread_one(struct model *model, const struct seat *first, struct seat *eyes, int side) {
    if (!eyes && !(eyes = seat_add(model, "")))
        return NULL;
    eyes->phase = first->phase;
    eyes->role = first->role;
    eyes->place = first->place;
    eyes->number = first->number;
    eyes->side = side;
    eyes->follows = eyes->all_sides = true;
    eyes->delay = first->delay;
    eyes->game = first->game;
    eyes->options = first->options;
    eyes->scenario = first->scenario;
    memcpy(eyes->game_name, first->game_name, sizeof eyes->game_name);
    memcpy(eyes->seal, first->seal, sizeof eyes->seal);
    return eyes;
}

void seat_spread(struct model *model, struct seat *first) {
    first->all_sides = true;
    first->side = 0;
    for (int side = 1; side < first->scenario->sides; side++) {
        struct seat *eyes = seat_with_eyes(model, first, side);
        if (!spread_one(model, first, eyes == first ? NULL : eyes, side))
            return;
    }
    struct seat *truth =
        first->role == SEAT_UMPIRE ? spread_one(model, first, seat_with_truth(model, first), 0) : NULL;
    if (truth)
        truth->truth = true;
}

struct seat *seat_with_eyes(struct model *model, struct seat *first, int side) {
    for (size_t i = 0; i < model->seats; i++)
        if (follows(model->seat[i], first) && model->seat[i]->side == side && !model->seat[i]->truth)
            return model->seat[i];
    return first;
}

struct seat *seat_with_truth(struct model *model, const struct seat *first) {
    for (size_t i = 0; i < model->seats; i++)
        if (follows(model->seat[i], first) && model->seat[i]->truth)
            return model->seat[i];
    return NULL;
}

void seat_each(struct model *model, struct seat *first, void (*each)(struct seat *seat, const void *what),
               const void *what) {
    each(first, what);
    for (size_t i = 0; first->all_sides && i < model->seats; i++)
        if (follows(model->seat[i], first))
            each(model->seat[i], what);
}

void seat_go_back(struct seat *seat, unsigned turn) {
    if (seat->report_turn + 1 > turn)
        seat->report_turn = turn > 0 ? turn - 1 : 0;
    seat->event_count = 0;
    seat->has_before = false;
    seat->phase = seat->phase == SEAT_OVER ? SEAT_ORDERS : seat->phase;
    seat->record_state = RECORD_NONE;
    seat->record_size = seat->record_total = 0;
    size_t kept = 0;
    while (kept < seat->log_count && seat->log[kept].turn < turn)
        kept++;
    seat->log_count = kept;
}

static void seat_remove(struct model *model, size_t index) {
    seat_free(model->seat[index]);
    memmove(&model->seat[index], &model->seat[index + 1],
            (model->seats - index - 1) * sizeof model->seat[0]);
    model->seats--;
    for (size_t i = 0; i < model->requests; i++) {
        struct request *request = &model->request[i];
        if (request->seat == index)
            request->seat = REQUEST_NO_SEAT; /* its answer is taken, and concerns nobody */
        else if (request->seat != REQUEST_NO_SEAT && request->seat > index)
            request->seat--;
    }
}

void model_drop(struct model *model, size_t index) {
    if (index >= model->seats)
        return;
    unsigned place = model->seat[index]->place;
    bool all = model->seat[index]->all_sides;
    seat_remove(model, index);
    for (size_t i = model->seats; all && i-- > 0;)
        if (model->seat[i]->follows && model->seat[i]->place == place)
            seat_remove(model, i);
}
