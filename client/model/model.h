/* What this client knows: its link, its seats, and for each seat the table, the last view, the plan in step
 * with the server, what was told of the last turn, and the log. No SDL.
 *
 * Invariants: view.plan of a seat is the plan that the server has confirmed with all edits under way applied
 * in their order; an edit that the server refuses is taken out again and its reason kept; a view is shown
 * only when its hash agrees. Screens read `struct seat` and change it through the functions here alone. */
#ifndef IBAR_MODEL_MODEL_H
#define IBAR_MODEL_MODEL_H

#include "link/link.h"
#include "record/seal.h"
#include "rules/rules.h"

#define MODEL_TEXT_MAX  320
#define MODEL_EDIT_MAX  256 /* edits that can be undone in a turn */
#define MODEL_TOKEN_MAX 40
#define MODEL_NAME_MAX  64
#define MODEL_CHAT_MAX  100

enum model_state {
    MODEL_CONNECTING, /* the link is being made, or Hello is not answered yet */
    MODEL_OPEN,
    MODEL_LOST,  /* the link was open: model_reconnect may help */
    MODEL_FAILED /* it never was, or the server refuses this program */
};

enum seat_phase {
    SEAT_JOINING,
    SEAT_LOBBY,  /* waits for all seats to be ready */
    SEAT_ORDERS, /* view, table and plan are there */
    SEAT_OVER,
    SEAT_REFUSED /* `trouble` says why */
};

/* A seat of the table as all may know it. */
struct seat_public {
    bool computer, connected, ready, committed;
    char name[MODEL_NAME_MAX];
};

/* A change of a plan: one entry (unit, order or policy) before and after. kind ORDER_none: no entry. */
struct edit {
    uint64_t id; /* of the request that carried it last */
    struct order before, after;
};

/* An event with its turn, for the log. */
struct logged {
    uint8_t turn;
    struct event event;
};

/* A line that somebody said; sides by number, -1: to all, or unknown. */
struct chat_heard {
    int side, to;
    unsigned turn; /* 0: before the game began */
    char name[MODEL_NAME_MAX], text[MODEL_TEXT_MAX];
};
struct chat {
    struct chat_heard line[MODEL_CHAT_MAX]; /* the oldest first */
    size_t count;
    uint32_t number; /* of the last line */
    char trouble[MODEL_TEXT_MAX]; /* why the last line was not said; "" when it was */
};

enum record_state { RECORD_NONE, RECORD_LOADING, RECORD_LOADED, RECORD_PROVEN, RECORD_FALSE };

struct seat {
    enum seat_phase phase;
    char token[MODEL_TOKEN_MAX];
    uint32_t number; /* of Joined */
    int side;
    uint64_t game;
    char game_name[MODEL_NAME_MAX];
    const struct scenario *scenario;
    uint8_t seal[SEAL_BYTES], nonce[SEAL_NONCE_BYTES];
    uint16_t options;
    bool ready; /* Ready was sent */
    char trouble[MODEL_TEXT_MAX];

    /* The table. */
    unsigned turn;
    uint32_t clock_ms;                   /* left of the order phase when it was told, 0: no clock */
    int64_t clock_at_ms;                 /* when it was told */
    struct seat_public others[SIDE_MAX]; /* by side, the own one included */
    bool committed;                      /* as this side sees it: asked for or confirmed */

    /* The game. */
    bool has_view;
    struct view view; /* its plan holds the edits under way too */
    uint64_t sequence, hash; /* of the last View or ViewDelta */
    uint8_t *shown;          /* that View as it was told, packed; NULL: none */
    size_t shown_size;
    bool asked_again; /* a view did not fit: it was asked for again, and has not come yet */
    struct plan confirmed;
    struct edit pending[MODEL_EDIT_MAX];
    size_t pendings;
    struct edit undo[MODEL_EDIT_MAX], redo[MODEL_EDIT_MAX];
    size_t undos, redos;
    char refusal[MODEL_TEXT_MAX]; /* why the last edit was refused; "" after one that was not */
    uint8_t refusal_level;        /* with "level": the level that the order needs; 0 otherwise */

    /* The last turn: the view before it, and what this side was told. */
    bool has_before;
    struct view before;
    unsigned report_turn; /* 0: none yet */
    struct event *events;
    size_t event_count;
    struct logged *log;
    size_t log_count, log_room;

    struct chat chat;

    /* After the end. */
    uint8_t outcome;
    struct {
        int points, threshold, place;
        bool reached;
    } result[SIDE_MAX];
    bool seal_kept; /* the secret now told has the hash published at the start */
    enum record_state record_state;
    char *record;
    size_t record_size, record_total;
    char record_why[MODEL_TEXT_MAX];
};

struct model;

struct model_config {
    const char *name; /* of the player, at most 32 bytes */
    /* The scenario of an id, kept as long as the model lives; NULL with a sentence in `why`. */
    const struct scenario *(*find)(void *ctx, const char *id, char *why, size_t size);
    void *find_ctx;
    void (*random)(void *bytes, size_t size); /* for nonces; NULL: libsodium's */
};

/* Takes the link over, also when it returns NULL (no memory). */
struct model *model_create(const struct model_config *config, struct link *link);
void model_destroy(struct model *model); /* takes NULL */
/* Asks for a seat by token; the link need not be open yet. Returns the seat's index, -1 when all are taken.
 */
int model_join(struct model *model, const char *token);
/* Another link in place of a lost one: joins all seats again. Takes the link over. */
void model_reconnect(struct model *model, struct link *link);

/* Steps the link and takes in what came. True when something changed. Call once a frame. */
bool model_step(struct model *model, int64_t now_ms);

enum model_state model_state(const struct model *model);
const char *model_why(const struct model *model); /* MODEL_LOST, MODEL_FAILED: a sentence */
bool model_is_refused(const struct model *model); /* MODEL_FAILED: the server does not take this program, ever */
const struct link *model_link(const struct model *model);
const char *model_notice(const struct model *model); /* last sentence that the server had for people */
size_t model_seats(const struct model *model);
const struct seat *model_seat(const struct model *model, size_t index);
/* Left of the order phase, ms; -1 without a clock. */
int64_t model_clock(const struct model *model, size_t index, int64_t now_ms);
/* True while requests are not answered. */
bool model_is_busy(const struct model *model);

/* Sends the nonce of the seat. */
void model_ready(struct model *model, size_t index);

/* Enters an order, at once here and soon at the server. When rules_check says no, nothing is sent: false, the
 * reason in `check` and in seat->refusal. */
bool model_order_put(struct model *model, size_t index, const struct order *order, struct check *check);
/* Takes back the order (or the changed policy) of a unit. False when there is none. */
bool model_order_remove(struct model *model, size_t index, uint16_t unit, bool policy);
/* What rules_check says to an order in place of the unit's present one. */
struct check model_check(const struct seat *seat, const struct order *order);
bool model_undo(struct model *model, size_t index);
bool model_redo(struct model *model, size_t index);
void model_commit(struct model *model, size_t index, bool committed);
/* Says a line of at most 300 bytes to all (`to` -1) or to one side. False when it could not be sent. */
bool model_say(struct model *model, size_t index, int to, const char *text);
/* Command that the plan costs. */
int model_cost(const struct seat *seat);

/* After the end: asks for the record, then checks every die, event and hash of it. */
void model_record_fetch(struct model *model, size_t index);
/* Writes the record to a file. False with a sentence in `why`. */
bool model_record_save(const struct seat *seat, const char *path, char *why, size_t size);

#endif
