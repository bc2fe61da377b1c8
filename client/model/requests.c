/* Requests: each has an id and is answered exactly once. */
#include "model_internal.h"

#include <stdlib.h>
#include <string.h>

uint64_t request_send(struct model *model, struct seat *seat, enum request_kind kind,
                      Ibar__V1__Envelope *envelope) {
    if (model->requests >= MODEL_REQUEST_MAX)
        return 0;
    envelope->id = model->next_id++;
    envelope->seat = seat ? seat->number : 0;
    size_t size = ibar__v1__envelope__get_packed_size(envelope);
    uint8_t *bytes = malloc(size ? size : 1);
    if (!bytes)
        return 0;
    ibar__v1__envelope__pack(envelope, bytes);
    struct request *request = &model->request[model->requests++];
    *request = (struct request){.id = envelope->id, .kind = (uint8_t)kind, .seat = REQUEST_NO_SEAT};
    for (size_t i = 0; i < model->seats; i++)
        if (model->seat[i] == seat)
            request->seat = (uint8_t)i;
    bool sent = link_send(model->link, bytes, size);
    free(bytes);
    if (!sent) {
        request_take(model, envelope->id, &(struct request){0});
        return 0;
    }
    model->sent_ms = model->now_ms;
    return envelope->id;
}

bool request_take(struct model *model, uint64_t id, struct request *out) {
    for (size_t i = 0; i < model->requests; i++) {
        if (model->request[i].id != id)
            continue;
        *out = model->request[i];
        memmove(&model->request[i], &model->request[i + 1],
                (model->requests - i - 1) * sizeof model->request[0]);
        model->requests--;
        return true;
    }
    return false;
}

uint64_t request_hello(struct model *model) {
    Ibar__V1__Hello hello = IBAR__V1__HELLO__INIT;
    hello.protocol = 1;
    hello.program = (char *)"ibar " IBAR_VERSION;
    char *features[] = {(char *)"delta"};
    hello.features = features;
    hello.n_features = sizeof features / sizeof features[0];
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_HELLO;
    envelope.hello = &hello;
    return request_send(model, NULL, REQUEST_HELLO, &envelope);
}

uint64_t request_ping(struct model *model) {
    Ibar__V1__Ping ping = IBAR__V1__PING__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_PING;
    envelope.ping = &ping;
    return request_send(model, NULL, REQUEST_PING, &envelope);
}

uint64_t request_join(struct model *model, struct seat *seat) {
    Ibar__V1__Join join = IBAR__V1__JOIN__INIT;
    join.token = seat->token;
    join.name = model->lobby.account[0] ? model->lobby.account : model->name;
    if (seat->shown && !seat->all_sides) {
        join.sequence = seat->sequence;
        join.hash = seat->hash;
    }
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_JOIN;
    envelope.join = &join;
    return request_send(model, seat, REQUEST_JOIN, &envelope);
}

void request_joins(struct model *model) {
    model->joined = true;
    for (size_t i = 0; i < model->seats; i++)
        if (!model->seat[i]->follows)
            request_join(model, model->seat[i]);
}

void model_ready(struct model *model, size_t index) {
    struct seat *seat = model->seat[index];
    Ibar__V1__Ready ready = IBAR__V1__READY__INIT;
    ready.nonce.data = seat->nonce;
    ready.nonce.len = sizeof seat->nonce;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_READY;
    envelope.ready = &ready;
    if (seat->role == SEAT_PLAYER && seat->phase == SEAT_LOBBY && !seat->ready)
        seat->ready = seat->nonce_sent = request_send(model, seat, REQUEST_READY, &envelope) != 0;
}

uint64_t request_resync(struct model *model, struct seat *seat) {
    Ibar__V1__Resync resync = IBAR__V1__RESYNC__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_RESYNC;
    envelope.resync = &resync;
    return request_send(model, seat, REQUEST_RESYNC, &envelope);
}

uint64_t request_edit(struct model *model, struct seat *seat, const struct edit *edit) {
    struct convert_arena arena = {0};
    Ibar__V1__OrderPut put = IBAR__V1__ORDER_PUT__INIT;
    Ibar__V1__OrderRemove take = IBAR__V1__ORDER_REMOVE__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    if (edit->after.kind != ORDER_none) {
        put.order = convert_order(&arena, &edit->after);
        put.turn = seat->view.turn;
        put.setup = seat->view.turn == 0;
        envelope.body_case = IBAR__V1__ENVELOPE__BODY_ORDER_PUT;
        envelope.order_put = &put;
    } else {
        take.unit = edit->before.unit;
        take.policy = edit->before.kind == ORDER_policy;
        take.turn = seat->view.turn;
        take.setup = seat->view.turn == 0;
        envelope.body_case = IBAR__V1__ENVELOPE__BODY_ORDER_REMOVE;
        envelope.order_remove = &take;
    }
    uint64_t id = request_send(model, seat, REQUEST_EDIT, &envelope);
    convert_arena_free(&arena);
    return id;
}

void model_commit(struct model *model, size_t index, bool committed) {
    struct seat *seat = model->seat[index];
    Ibar__V1__Commit commit = IBAR__V1__COMMIT__INIT;
    commit.committed = committed;
    commit.turn = seat->view.turn;
    commit.setup = seat->view.turn == 0;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_COMMIT;
    envelope.commit = &commit;
    if (seat->role == SEAT_PLAYER && seat->phase == SEAT_ORDERS && request_send(model, seat, REQUEST_COMMIT, &envelope)) {
        model->request[model->requests - 1].on = committed;
        seat->committed = committed;
    }
}

uint64_t request_record(struct model *model, struct seat *seat) {
    Ibar__V1__RecordRequest ask = IBAR__V1__RECORD_REQUEST__INIT;
    ask.offset = seat->record_size;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_RECORD_REQUEST;
    envelope.record_request = &ask;
    return request_send(model, seat, REQUEST_RECORD, &envelope);
}
