/* What the files of this room share. */
#ifndef IBAR_MODEL_INTERNAL_H
#define IBAR_MODEL_INTERNAL_H

#include "lobby.h"
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
    REQUEST_PING,
    REQUEST_ASK,   /* struct asked of a seat */
    REQUEST_LEAVE,
    /* Of the lobby, without a seat: lobby.c. */
    REQUEST_LIST,
    REQUEST_CREATE,
    REQUEST_ENTER, /* a place by token, by taking a seat or by looking on: answered by Joined */
    REQUEST_LOGIN,
    REQUEST_ACCOUNT
};
#define REQUEST_NO_SEAT 0xff
/* A request that is not answered yet. */
struct request {
    uint64_t id;
    uint8_t kind; /* enum request_kind */
    uint8_t seat; /* index; REQUEST_NO_SEAT */
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
    unsigned places; /* that there were, for seat->place */
    size_t seats;
    struct seat *seat[MODEL_SEATS_MAX];
    struct lobby lobby;
    char account[MODEL_NAME_MAX], password[MODEL_PASSWORD_MAX]; /* to log in again after a lost link; wiped */
    char new_password[MODEL_PASSWORD_MAX];
    bool make_account; /* with that password */
    bool joined;       /* the places were asked for on this link */
    char entering[MODEL_TOKEN_MAX]; /* the token of the REQUEST_ENTER under way; "" without */
};

/* requests.c. `seat` may be NULL for what concerns none. Return the request's id, 0 when it could not be
 * sent. */
uint64_t request_send(struct model *model, struct seat *seat, enum request_kind kind,
                      Ibar__V1__Envelope *envelope);
uint64_t request_hello(struct model *model);
uint64_t request_ping(struct model *model);
uint64_t request_join(struct model *model, struct seat *seat);
void request_joins(struct model *model); /* all places, once the connection may */
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

/* seats.c: places at tables */
struct seat *seat_add(struct model *model, const char *token); /* NULL: no room or memory */
void seat_free(struct seat *seat);
/* A place that sees all sides: makes the struct seat of each side behind the first. */
void seat_spread(struct model *model, struct seat *first);
/* The struct seat of that place with the eyes of a side; the first when it has none of them. */
struct seat *seat_with_eyes(struct model *model, struct seat *first, int side);
/* That with an umpire's eyes on the truth; NULL: none. */
struct seat *seat_with_truth(struct model *model, const struct seat *first);
/* Calls `each` for a place's first struct seat and those that follow it. */
void seat_each(struct model *model, struct seat *first, void (*each)(struct seat *seat, const void *what),
               const void *what);
/* What was told of turns from `turn` on did not happen. */
void seat_go_back(struct seat *seat, unsigned turn);

/* truth.c: a view or report of the place came */
void truth_renew(struct model *model, const struct seat *first);
void truth_reported(struct seat *truth);

/* table.c: what all may know of a table */
void table_seat_from(struct seat_public *out, const Ibar__V1__Seat *from);
void table_told(struct model *model, struct seat *seat, const Ibar__V1__Table *table);
void ruling_told(struct seat *seat, const Ibar__V1__Ruling *ruling);
void asked_answered(struct seat *seat, const Ibar__V1__Envelope *envelope);

/* lobby.c */
void lobby_welcome(struct model *model, const Ibar__V1__Welcome *welcome);
/* An answer to a request of the lobby. */
void lobby_answered(struct model *model, const struct request *request, const Ibar__V1__Envelope *envelope);

/* receive.c: one that is not known only looks on */
enum seat_role seat_role_of(Ibar__V1__Role role);

/* chat.c */
void chat_heard(struct seat *seat, const Ibar__V1__Said *said);

/* proof.c */
void record_arrived(struct model *model, struct seat *seat, const Ibar__V1__Record *record);

#endif
