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
#define MODEL_TOKEN_DIGITS 32
#define MODEL_NAME_MAX  64
#define MODEL_CHAT_MAX  100
#define MODEL_SEATS_MAX (2 * SIDE_MAX + 3) /* places of one connection: eyes of a spectator or umpire count each */
#define MODEL_RULINGS   64

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

/* What somebody is at a table. Only a player's place gives orders. */
enum seat_role { SEAT_PLAYER, SEAT_HOST, SEAT_UMPIRE, SEAT_SPECTATOR };

/* A seat of the table as all may know it. */
struct seat_public {
    bool computer, connected, ready, committed;
    bool open;       /* nobody has it: it can be taken */
    bool umpire;     /* the umpire plays it */
    bool substitute; /* somebody else than its first player has it */
    char name[MODEL_NAME_MAX], player[24]; /* of the person; id of the computer player */
    char proposal[24];                     /* what a vote wants to do with it, as in model_hand_over; "" none */
    unsigned votes, votes_needed;
    uint32_t bank_ms, absent_ms; /* when they were told: left on the game clock; without anybody connected */
};

/* The clocks as they stand; ms. */
struct clocks {
    bool any;               /* there is a clock, or the game is paused */
    bool paused;
    int64_t turn;           /* left of the turn's own time; -1: none, or it ran out */
    int64_t bank[SIDE_MAX]; /* left on the side's game clock; -1: it has none */
    bool runs[SIDE_MAX];    /* that clock runs now */
    int64_t grace;          /* left until the turn is played all the same; -1: not yet */
    int64_t absent[SIDE_MAX]; /* how long nobody has been connected; -1: somebody is, or a computer plays */
};

/* What the umpire did. */
struct ruling_told {
    unsigned number, turn;
    char kind[12], reason[MODEL_TEXT_MAX], text[MODEL_TEXT_MAX];
};

/* A request about the table (hand-over, ruling, invitation): the last one of a place. */
struct asked {
    bool waits;                  /* not answered yet */
    unsigned done;               /* counts those that were carried out */
    char trouble[MODEL_TEXT_MAX]; /* why the last was refused; "" when it was not */
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

/* To whom a line is said, besides a side's number. */
enum { SAY_TO_ALL = -1, SAY_TO_WATCHERS = -2 };
/* A line that somebody said; sides by number, -1: none, or unknown. */
struct chat_heard {
    int side, to;
    enum seat_role role; /* of who says it */
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
    enum seat_role role;
    char token[MODEL_TOKEN_MAX];
    unsigned place;  /* tells the places of a connection apart */
    uint32_t number; /* of Joined */
    int side;        /* whose view it has; of a host 0, and it has none */
    bool all_sides;  /* a place that sees every side: it has one struct seat for each, with the same `place` */
    bool follows;    /* one of those behind the first: the first asks and answers for it */
    bool truth;      /* an umpire's eyes on all sides at once: truth.h; its `side` is 0 */
    unsigned delay;  /* spectators: how many turns late it sees */
    uint64_t game;
    char game_name[MODEL_NAME_MAX];
    const struct scenario *scenario;
    uint8_t seal[SEAL_BYTES], nonce[SEAL_NONCE_BYTES];
    uint16_t options;
    bool ready;      /* Ready was sent */
    bool nonce_sent; /* by this connection: the record must hold it */
    char trouble[MODEL_TEXT_MAX];

    /* The table. */
    unsigned turn;
    uint32_t clock_ms;                   /* left of the order phase when it was told, 0: no clock */
    int64_t clock_at_ms;                 /* when it was told */
    struct seat_public others[SIDE_MAX]; /* by side, the own one included */
    bool committed;                      /* as this side sees it: asked for or confirmed */
    bool table_told;                     /* what follows is known */
    bool playing;                        /* the order phase runs; false while it waits, and after the end */
    bool paused, umpired, umpire_connected, watched;
    unsigned spectators, watch_delay;
    uint32_t grace_ms;
    struct ruling_told ruling[MODEL_RULINGS]; /* the oldest first */
    size_t rulings;
    struct asked asked;
    bool left; /* the place is no longer this connection's: it was given up, or somebody else has it */
    bool asked_back; /* a computer plays for who holds it, as after looking on at the end: it was asked for again */
    bool taken; /* somebody else: `trouble` says who or why */
    char invitation[MODEL_TOKEN_MAX]; /* the last token that was made, for whom */
    int invitation_side;              /* -1: to look on at all sides */
    bool invitation_watch;

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
    struct event *told; /* truth: the same as sentences name them; else NULL, `events` are both */
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
/* Says a line of at most 300 bytes to one side or to SAY_TO_*. False when it could not be sent. */
bool model_say(struct model *model, size_t index, int to, const char *text);
/* The clocks of the table, as they stand now. */
void model_clocks(const struct model *model, size_t index, int64_t now_ms, struct clocks *out);

/* Requests about the table; what became of them stands in seat->asked. False when it could not be sent, or one is
 * under way. */
/* `to`: "ai:NAME", "open", "back", "umpire"; "": takes a vote back. */
bool model_hand_over(struct model *model, size_t index, int side, const char *to);
/* Host: a token for a seat, or to look on (`watch`; `side` -1: at all sides). It stands in seat->invitation. */
bool model_invite(struct model *model, size_t index, int side, bool watch);
/* Umpire. */
bool model_pause(struct model *model, size_t index, bool paused, const char *reason);
bool model_rewind(struct model *model, size_t index, unsigned turn, const char *reason);
struct amend;
bool model_amend(struct model *model, size_t index, const struct amend *amend, const char *reason);
/* Leaves the place; `give_up`: for good. seat->left tells when it is done. */
bool model_leave(struct model *model, size_t index, bool give_up);
/* Forgets a place, with all that follows it: indexes behind it become smaller. */
void model_drop(struct model *model, size_t index);
/* Command that the plan costs. */
int model_cost(const struct seat *seat);

/* After the end: asks for the record, then checks every die, event and hash of it. */
void model_record_fetch(struct model *model, size_t index);
/* Writes the record to a file. False with a sentence in `why`. */
bool model_record_save(const struct seat *seat, const char *path, char *why, size_t size);

#endif
