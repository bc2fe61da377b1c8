/* What the files of this room share. */
#ifndef IBAR_MODEL_INTERNAL_H
#define IBAR_MODEL_INTERNAL_H

#include "model.h"

#include "proto/convert.h"

#define MODEL_REQUEST_MAX 512

enum request_kind {
    REQUEST_HELLO,
    REQUEST_JOIN,
    REQUEST_READY,
    REQUEST_EDIT,
    REQUEST_COMMIT,
    REQUEST_RESYNC,
    REQUEST_RECORD,
    REQUEST_SAY,
    REQUEST_PING
};
/* A request that is not answered yet. */
struct request {
    uint64_t id;
    uint8_t kind; /* enum request_kind */
    uint8_t seat; /* index */
    bool on;      /* REQUEST_COMMIT: committed */
};

struct model {
    struct model_config config;
    char name[MODEL_NAME_MAX];
    struct link *link;
    enum model_state state;
    char why[MODEL_TEXT_MAX], notice[MODEL_TEXT_MAX];
    int64_t now_ms, sent_ms; /* sent_ms: when the last request was sent */
    uint64_t next_id;
    struct request request[MODEL_REQUEST_MAX];
    size_t requests;
    bool refused; /* by the server, to Hello */
    bool greeted, changed;
    size_t seats;
    struct seat *seat[SIDE_MAX];
};

/* requests.c. `seat` may be NULL for what concerns none. Return the request's id, 0 when it could not be
 * sent. */
uint64_t request_send(struct model *model, struct seat *seat, enum request_kind kind,
                      Ibar__V1__Envelope *envelope);
uint64_t request_hello(struct model *model);
uint64_t request_ping(struct model *model);
uint64_t request_join(struct model *model, struct seat *seat);
uint64_t request_resync(struct model *model, struct seat *seat);
uint64_t request_edit(struct model *model, struct seat *seat, const struct edit *edit);
uint64_t request_record(struct model *model, struct seat *seat);
/* Takes the request with this id off the list. False when there is none. */
bool request_take(struct model *model, uint64_t id, struct request *out);

/* receive.c */
void model_receive(struct model *model, const Ibar__V1__Envelope *envelope);

/* plan.c */
void plan_new_view(struct seat *seat, const struct plan *confirmed, bool new_turn);
void plan_answered(struct seat *seat, uint64_t id, bool done);
void plan_refused(struct seat *seat, const char *text);

/* chat.c */
void chat_heard(struct seat *seat, const Ibar__V1__Said *said);

/* proof.c */
void record_arrived(struct model *model, struct seat *seat, const Ibar__V1__Record *record);

#endif
