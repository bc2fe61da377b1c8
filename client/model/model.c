/* The client's session over its link. */
#include "model_internal.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PING_MS        20000 /* without a request */
#define ENVELOPE_LIMIT (16u * 1024 * 1024) /* of nested messages of one envelope */

struct model *model_create(const struct model_config *config, struct link *link) {
    struct model *model = link ? calloc(1, sizeof *model) : NULL;
    if (!model) {
        link_close(link);
        return NULL;
    }
    model->config = *config;
    if (!model->config.random && sodium_init() >= 0)
        model->config.random = randombytes_buf;
    snprintf(model->name, sizeof model->name, "%s", config->name ? config->name : "");
    model->link = link;
    model->next_id = 1;
    return model;
}

void model_destroy(struct model *model) {
    if (!model)
        return;
    link_close(model->link);
    for (size_t i = 0; i < model->seats; i++)
        seat_free(model->seat[i]);
    sodium_memzero(model->password, sizeof model->password);
    free(model);
}

int model_join(struct model *model, const char *token) {
    struct seat *seat = seat_add(model, token);
    if (!seat)
        return -1;
    if (model->joined)
        request_join(model, seat);
    return (int)model->seats - 1;
}

void model_reconnect(struct model *model, struct link *link) {
    link_close(model->link);
    model->link = link;
    model->state = MODEL_CONNECTING;
    model->why[0] = 0;
    model->greeted = model->joined = false;
    model->requests = 0;
    for (size_t i = 0; i < model->seats; i++) {
        struct seat *seat = model->seat[i];
        seat->number = 0;
        seat->asked.waits = false;
        seat->asked_again = false;
        plan_new_view(seat, &seat->confirmed, true);
    }
}

/* A player who thinks is there all the same: the server may ask for a sign of it (seat-idle-seconds). */
static void model_stay(struct model *model) {
    if (model->state == MODEL_OPEN && model->now_ms - model->sent_ms >= PING_MS)
        request_ping(model);
}

/* Hello as soon as the link is open; the reason when it is not any more. */
static void model_follow_link(struct model *model) {
    enum link_state state = link_state(model->link);
    if (model->state == MODEL_LOST || model->state == MODEL_FAILED)
        return;
    if (state == LINK_LOST || state == LINK_FAILED) {
        model->state = state == LINK_LOST && model->greeted ? MODEL_LOST : MODEL_FAILED;
        snprintf(model->why, sizeof model->why, "%s", link_why(model->link));
        model->changed = true;
    } else if (state == LINK_OPEN && model->requests == 0 && !model->greeted) {
        request_hello(model);
    }
}

bool model_step(struct model *model, int64_t now_ms) {
    model->now_ms = now_ms;
    model->changed = false;
    link_step(model->link, now_ms);
    size_t size;
    for (const uint8_t *bytes; (bytes = link_take(model->link, &size)) != NULL;) {
        Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, ENVELOPE_LIMIT);
        if (!envelope) {
            snprintf(model->notice, sizeof model->notice,
                     "The server sent something that this program cannot read.");
            continue;
        }
        model_receive(model, envelope);
        convert_envelope_free(envelope);
        model->changed = true;
    }
    model_follow_link(model);
    model_stay(model);
    return model->changed;
}

enum model_state model_state(const struct model *model) {
    return model->state;
}
const char *model_why(const struct model *model) {
    return model->why;
}
bool model_is_refused(const struct model *model) {
    return model->refused;
}
const struct link *model_link(const struct model *model) {
    return model->link;
}
const char *model_notice(const struct model *model) {
    return model->notice;
}
size_t model_seats(const struct model *model) {
    return model->seats;
}
const struct seat *model_seat(const struct model *model, size_t index) {
    return index < model->seats ? model->seat[index] : NULL;
}
bool model_is_busy(const struct model *model) {
    for (size_t i = 0; i < model->requests; i++)
        if (model->request[i].kind != REQUEST_PING)
            return true;
    return false;
}

int64_t model_clock(const struct model *model, size_t index, int64_t now_ms) {
    const struct seat *seat = model_seat(model, index);
    if (!seat || seat->clock_ms == 0)
        return -1;
    int64_t left = (int64_t)seat->clock_ms - (now_ms - seat->clock_at_ms);
    return left > 0 ? left : 0;
}
