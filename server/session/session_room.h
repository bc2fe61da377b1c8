/* What the files of the sessions share with each other and nobody else.
 *
 *   host.c     life, games, clocks           gate.c     one gate over one table of messages
 *   full.c     the disk is full              games.c    creating games, tokens
 *   restore.c  games out of the journal      hello.c    Hello, Ping
 *   session.c  one connection                join.c     Join, Leave
 *   outbox.c   held until durable            play.c     Ready, OrderPut, OrderRemove, Commit
 *   answer.c   the one answer to a request   review.c   Resync, RecordRequest
 *   tell.c     Table, View, Report, Over     text.c     UTF-8
 *   chat.c     Say, Said                     place.c    who sits or stands at a game's table
 *   watch.c    what spectators see, Watch    umpire.c   Pause, Amend, Rewind, Ruling
 *   handover.c HandOver, votes               create.c   CreateGame
 *   lobby.c    ListGames                     take.c     TakeSeat, Invite, giving up
 *   seats.c    who has a seat                book.c     how often an address asks
 *   accounts.c accounts and passwords        names.c    names as they are compared
 *   reset.c    a lost password               closing.c  dropped games until that is on disk
 *   notice.c   who is to be called           delta.c    ViewDelta
 *
 * Invariants: a request gets exactly one answer; a session's output leaves in the order in which it was made;
 * nothing leaves before the journal entries made before it are on disk; a seat, and the host's and the umpire's
 * place, are held by at most one session. */
#ifndef IBAR_SESSION_ROOM_H
#define IBAR_SESSION_ROOM_H

#include "host.h"

#include "proto/convert.h"

/* The simulator makes these small, so that they are reached. */
#ifndef SESSIONS_MAX
#define SESSIONS_MAX 65536
#endif
#ifndef OUTBOX_MAX
#define OUTBOX_MAX (8 * 1024 * 1024) /* bytes that wait for the disk, of one session */
#endif
#define SESSION_SEATS    16                /* places of one session, at all games */
#ifndef SPECTATORS_MAX
#define SPECTATORS_MAX 64 /* of one game */
#endif
#define UNPACK_MAX       (256 * 1024)      /* memory of one message of a client */
#define RECORD_CHUNK     (64 * 1024)
#define TURN_SECONDS_MAX (14 * 24 * 3600)
/* A table that took an order is stepped after this at the latest: it gives back what it kept for the order.
 */
#define IDLE_STEP_MS 30000
/* For so long a player must have been away before the others vote on his seat. */
#ifndef VOTE_ABSENT_MS
#define VOTE_ABSENT_MS 60000
#endif
#define HAND_OVERS_MAX 500 /* of one game; half of them by vote */
/* A full disk is tried again after this time. */
#define FULL_RETRY_MS 1000
#define SENTENCE_MAX 400

/* Requests that one is worth to a limit of their rate. */
#define LIST_COST   10
#define CREATE_COST 20
#define TAKE_COST   5
#define LOBBY_PAGE        50 /* games in one answer */
#define LOBBY_TEXT_MAX    64
#define DELAY_MAX         100 /* turns */
#define INVITATIONS_MAX   200 /* tokens that a host makes for one game */
#define PASSWORD_JOBS_MAX 32

/* Output that waits for the disk: a head, then the envelope. */
struct outbox {
    uint8_t *bytes;
    size_t start, end, room;
};

/* Somebody who is told of a game: whoever has a side's seat, or an observer. */
struct receiver {
    struct session *session; /* NULL: nobody is there */
    unsigned number;         /* of the place in that session, from 1 */
    uint64_t sequence;       /* of its last View, whatever side's */
    bool whole;              /* it gets Views of several sides, and each of them whole */
    struct seen *seen; /* what a client that takes deltas has been shown last; NULL: none (delta.c) */
};

/* handover.c: who has the seat of a side. */
enum hand {
    HAND_FIRST,      /* who began with it */
    HAND_OPEN,       /* nobody: whoever brings a token made for this hand-over */
    HAND_SUBSTITUTE, /* he came */
    HAND_COMPUTER,   /* a computer player, which the table knows */
    HAND_UMPIRE
};
#define HAND_TO_MAX 32
struct handing {
    uint8_t hand;     /* enum hand */
    bool voted;       /* the players opened the seat: not for one who plays another side */
    unsigned number;  /* of the last hand-over, 0: none yet */
    int64_t left_ms;  /* since when nobody is there */
    unsigned votes;   /* bit s: side s is for the proposal */
    char proposal[HAND_TO_MAX]; /* as in HandOver.to; "": none */
    uint8_t address[ADDRESS_BYTES]; /* from where the seat was taken last since the server started, else zero */
};

#define SIDES_ALL (-1)
/* Whoever is at the table without a side's seat: host, umpire, spectator. */
struct observer {
    struct observer *next; /* of the same game */
    struct receiver at;
    Ibar__V1__Role role;
    int side; /* spectator: whose view he sees, or SIDES_ALL; else SIDES_ALL */
    char name[PLAYER_NAME_MAX + 1]; /* under which he speaks */
    unsigned shown; /* spectator: 1 + the turn that he was shown last */
};

/* seats.c: who has the seat of a side. */
enum seat_standing { SEAT_OPEN, SEAT_INVITED, SEAT_HELD };
struct owner {
    uint8_t standing;  /* enum seat_standing; of people's seats */
    bool told;         /* the journal has said it */
    bool named;        /* the journal has a name of its first player */
    uint64_t since;    /* tokens made before this entry of the journal open the seat no more */
    uint64_t account;  /* whose it is; 0: known by tokens alone */
    uint64_t entered;  /* the entry by which the session that has it got it in the lobby; 0: by a token */
};
struct owners {
    struct owner side[SIDE_MAX];
    uint64_t creator; /* account that created the game in the lobby, 0 without one */
    bool from_lobby;
    bool closed; /* dropped for good */
};

/* The game's part of what its seats' tokens are made from. */
#define SEAT_KEY 32
struct seat_key {
    bool known; /* it is in the journal */
    uint8_t bytes[SEAT_KEY];
};

struct game {
    struct host *host;
    struct table *table;
    struct seat_key key;
    uint64_t appended; /* its last entry in the journal */
    int64_t wake_ms; /* when it wants to be stepped; INT64_MAX never */
    bool news[TABLE_NEWS_OVER + 1];
    struct receiver seat[SIDE_MAX];
    struct handing handing[SIDE_MAX];
    struct observer *observers;
    size_t rulings;     /* that were told */
    unsigned committed; /* bit s: side s had, when it was told last */
    struct looking *looking; /* what spectators see (watch.c); NULL: nothing is kept */
    struct owners owners;
    uint8_t address[ADDRESS_BYTES]; /* from where it was created in the lobby since the server started, else zero */
    unsigned invitations;
    int64_t drop_ms; /* when it is dropped for want of interest; INT64_MAX never */
    bool over;       /* drop_ms is that of a finished game */
    int64_t low_ms;  /* when players are called because the clock runs out; INT64_MAX never */
};

/* A place that a session has at a game's table. */
struct holding {
    struct game *game;         /* NULL: free */
    int side;                  /* the seat's, or -1 */
    struct observer *observer; /* NULL: a side's seat */
};

struct session {
    struct host *host;
    struct session_hooks hooks;
    struct session *previous, *next;
    struct session *next_held; /* list of those whose outbox holds something */
    bool held;
    bool greeted;
    uint64_t account; /* logged in to it; 0: to none. See session_account */
    bool deltas; /* it takes ViewDelta */
    bool ending; /* takes nothing more; ends when the outbox is empty */
    bool ended;
    struct holding holding[SESSION_SEATS];
    struct outbox outbox;
};

struct row_counters {
    uint64_t received, refused;
};
#define ROWS_MAX 32

/* closing.c: a game that was dropped, and the entry that says so; 0: it did not reach the disk. */
struct closing {
    uint64_t game, sequence;
};

struct host {
    struct host_config config;
    uint8_t seat_key[SEAT_KEY]; /* the server's part of all tokens */
    struct game **games; /* by rising number */
    size_t games_count, games_room;
    uint64_t next_game;
    int64_t now_ms, wake_ms;
    struct session *sessions, *held;
    size_t sessions_count;
    struct host_counters counters;
    struct row_counters row[ROWS_MAX];
    bool failure_told;
    bool full;        /* the disk was, when last tried */
    int64_t retry_ms; /* when it is tried again */
    struct view view; /* scratch */
    uint8_t *bytes;   /* scratch of out_send */
    size_t bytes_room;
    struct book *book;         /* NULL: nobody has asked for anything yet */
    struct password_job *jobs; /* that wait, the oldest first */
    struct password_job *job;  /* that runs */
    struct closing *closings;
    size_t closings_count, closings_room;
    struct waiting *notices;   /* that wait for the disk */
    size_t notices_count, notices_room;
};

/* One message of a client on its way through gate and handler. */
struct request {
    struct session *session;
    const Ibar__V1__Envelope *envelope;
    struct game *game;         /* of the place; NULL for messages without one */
    int side;                  /* of the seat, -1 for an observer */
    struct observer *observer; /* NULL: a side's seat */
    unsigned seat;             /* the place's number in the session, 0 without */
    int64_t now_ms;
    unsigned cost; /* requests that it is worth */
    bool answered, refused;
};

/* outbox.c. Queues an envelope behind what is held, or sends it at once when nothing is. */
void out_send(struct session *session, const Ibar__V1__Envelope *envelope);
/* Sends what may go out. */
void out_release(struct host *host);
/* What is held did not happen: requests are answered with an error, the rest is forgotten. */
void out_refuse(struct host *host, const char *text);
/* The journal has failed: what is held is answered with an error, then every session ends. */
void out_fail(struct host *host);
void out_finish(struct session *session);
/* No more is taken from the session; it ends when all is sent. */
void session_end(struct session *session);

/* answer.c */
void answer_body(struct request *request, Ibar__V1__Envelope *envelope);
void answer_done(struct request *request);
void answer_error(struct request *request, Ibar__V1__ErrorCode code, const char *rule, const char *format,
                  ...) __attribute__((format(printf, 4, 5)));
/* The same, and the session ends. */
void answer_fatal(struct request *request, Ibar__V1__ErrorCode code, const char *rule, const char *format,
                  ...) __attribute__((format(printf, 4, 5)));
/* An error that answers no request; `seat` 0: the whole session. */
void tell_error(struct session *session, unsigned seat, Ibar__V1__ErrorCode code, const char *rule,
                const char *text, bool fatal);

/* tell.c */
/* Table to all at the game; `except` NULL: nobody is left out. */
void tell_table(struct game *game, const struct receiver *except);
/* One View, one Report of a side to one receiver: the only places where they are sent. */
void tell_view(struct game *game, struct receiver *to, const struct view *view);
void tell_report(struct receiver *to, int side, unsigned turn, const struct event *events,
                 size_t count);
/* Table, Report, View, Over, chat: all that a seat or an observer may have missed. */
void tell_seat_all(struct game *game, int side);
void tell_observer_all(struct game *game, struct observer *observer);
/* How many requests it is worth to be told all that; `observer` NULL: as a player. */
unsigned all_cost(const struct game *game, const struct observer *observer);
/* Tells what the table's news say, then forgets them. */
void tell_news(struct game *game);
/* chat.c. The lines that a listener may hear: all that are kept, or the last. `ear`: a side or enum chat_ear (chat.h). */
void tell_chat(struct game *game, const struct receiver *to, int ear);
void tell_said(struct game *game, const struct receiver *to, int ear);

/* place.c */
/* A free number for a place in the session; 0 when there is none. */
unsigned place_number(const struct session *session);
/* The session leaves a place; others are not told. */
void place_leave(struct session *session, unsigned number);
/* The observer of that session, role and side; `session` NULL: of any. */
struct observer *observer_find(const struct game *game, const struct session *session, Ibar__V1__Role role, int side);
/* Adds one without a session; NULL when memory runs out. */
struct observer *observer_add(struct game *game, Ibar__V1__Role role, int side);
unsigned observer_count(const struct game *game, Ibar__V1__Role role);
/* All observers leave; their sessions are told why, as an error of the journal, unless `why` is NULL. */
void observers_drop(struct game *game, const char *why);

/* join.c. Gives the place to the session and answers Joined, or says why not. `token` goes into Joined; may be
 * NULL. */
void join_seat(struct request *request, struct game *game, int side, const char *name, const char *token);
void join_observer(struct request *request, struct game *game, Ibar__V1__Role role, int side, const char *name);
/* Tells a session that it has got a seat without having asked. */
void tell_joined(struct game *game, int side);
/* Who sees what a player does not see may not play in the same game, not on the same connection. False when it was
 * answered. */
bool role_fits(struct request *request, const struct game *game, Ibar__V1__Role role);
/* May a player be shown under this name? False when it was answered. */
bool join_name_check(struct request *request, const char *name, const char *field);

/* watch.c: Reports and Views as the spectator may see them now; unless `again` only if he has not been shown that turn
 * already. */
void watch_tell(struct game *game, struct observer *observer, bool again);
/* How many turns late a spectator of a side, or of SIDES_ALL, sees. */
unsigned watch_delay(const struct game *game, int side);
/* Does the game let people look on? False when it was answered. */
bool watch_allowed(struct request *request, const struct game *game);
/* Earlier turns are not as they were kept for the spectators, or nobody looks on any more. */
void watch_forget(struct game *game);

/* umpire.c. Rulings from the index on; `observer` NULL: to a player. */
void tell_rulings(struct game *game, const struct receiver *to, const struct observer *observer, size_t from);
size_t rulings_count(const struct game *game);

/* handover.c */
/* Takes an entry of kind JOURNAL_SEAT; false when it says nothing of a hand-over. */
bool hand_restore(struct handing handing[SIDE_MAX], const struct scenario *scenario, const char *entry);
/* After the game was read: who has the seats now. Whoever has one no more leaves it. */
void hand_reread(struct game *game, const struct handing handing[SIDE_MAX]);
/* The number of a token (enum token_seat) that opens the seat to whoever is to have it now. */
unsigned hand_token(const struct game *game, int side);
/* May the bearer of a token for the seat have it? `number` is that of the hand-over for which it was made, 0: it is the
 * first player's, who takes the seat back from a computer. False when it was answered. */
bool hand_join(struct request *request, struct game *game, int side, unsigned number);
/* Who has the seat instead of its first player gives it up: to anybody, the umpire to the first player. False when the
 * journal cannot be written. */
bool hand_give_up(struct game *game, int side, int64_t now_ms);
/* The game goes on after its end: what a substitute or the umpire played is theirs again, not of whoever came to look. */
void hand_again(struct game *game);
/* Somebody took the seat, or left it. */
void hand_came(struct game *game, int side);
void hand_left(struct game *game, int side);
/* For how long nobody is there, at least 1; 0 while somebody is. */
int64_t hand_absent_ms(const struct game *game, int side);
/* Votes for what is proposed, of so many. */
unsigned hand_votes(const struct game *game, int side, unsigned *needed);
/* The umpire came, or left: with him the seats that he plays. */
void hand_umpire_came(struct game *game, struct session *session);
void hand_umpire_left(struct game *game, const struct session *session);

/* delta.c. A View that is about to be sent to a place becomes a ViewDelta when its client takes them and has been shown
 * another. Call it for each View of a place, once, right before it is sent. */
void delta_make(struct receiver *to, struct convert_arena *arena, Ibar__V1__Envelope *envelope);
/* A seat was taken by a client that still has the view of this sequence and hash (0: none). */
void delta_join(struct game *game, int side, uint64_t sequence, uint64_t hash);
/* The next View of the place is whole. */
void delta_forget(struct receiver *to);
void delta_forget_all(struct game *game);

/* full.c. After a batch: notices that the disk became full, or has room again. */
void full_notice(struct host *host, int64_t now_ms);
/* restore.c: the game and its key as they are in the journal; NULL with a sentence. */
struct table *table_read(struct host *host, uint64_t number, struct seat_key *key, int64_t now_ms, struct owners *owners,
                         struct handing handing[SIDE_MAX], char *why, size_t size);

/* host.c */
struct game *host_find(const struct host *host, uint64_t number);
struct game *host_add(struct host *host, struct table *table);
void game_hooks(struct host *host, struct table_hooks *hooks);
/* The game at that place of the list was freed. */
void game_take_out(struct host *host, size_t place);
/* The game wants to be stepped at `at_ms`. */
void game_wake(struct game *game, int64_t at_ms);
/* Takes a seat from the session that holds it. */
void seat_release(struct game *game, int side);
void token_hash(const char token[TOKEN_TEXT], uint8_t hash[32]);
/* games.c: a new token, kept by its hash. */
bool token_make(struct host *host, uint64_t game, unsigned seat, char token[TOKEN_TEXT]);

/* seats.c */
enum seat_change { SEAT_LEFT, SEAT_KEPT, SEAT_TAKEN, SEAT_GIVEN }; /* open, invited, taken, given of the journal */
/* Journals it. False when the journal cannot be written: nothing changed. */
bool seat_change(struct game *game, int side, enum seat_change change, uint64_t account);
/* Somebody came with a token, logged in to an account or not (0): the seat is his from now on, if it was nobody's. */
void seat_came(struct game *game, int side, uint64_t account);
/* A person's seat that nobody has, of a game that goes on. */
bool seat_is_open(const struct game *game, int side);
/* False: the token with this sequence number was made before the seat got another owner. */
bool seat_takes_token(const struct game *game, int side, uint64_t made);
/* An entry of kind JOURNAL_SEAT; its sequence number, 0 when the journal cannot be written. */
uint64_t game_note(struct game *game, const char *text);
/* Takes an entry out of the journal; false when it is none. Then, after the last: what old journals do not say. */
bool owners_restore(struct owners *owners, const struct table *table, uint64_t sequence, const char *text);
/* An entry of kind JOURNAL_NAMED. */
void owners_restore_name(struct owners *owners, const struct table *table, const struct handing handing[SIDE_MAX],
                         const char *text);
void owners_restore_end(struct owners *owners, const struct table *table);
/* After the game was read again: who got a seat by what did not reach the disk has none. */
void seats_reread(struct game *game, const struct owners *owners);

/* take.c. The seat is nobody's any more; false when it was answered. */
bool seat_give_up(struct request *request);

/* lobby.c. False when this server offers less; it was answered. */
bool lobby_allows(struct request *request, enum lobby from);
bool game_is_listed(const struct game *game);
/* What is public of a seat; points into the game. */
void seat_line(struct game *game, int side, Ibar__V1__Seat *out);

/* games.c. A game without tokens; NULL with a sentence. */
struct game *game_make(struct host *host, const struct host_game *wanted, int64_t now_ms, char *why, size_t size);
/* create.c. From when on the game is dropped, when nothing happens. */
void game_age(struct game *game);
/* Drops it if its time has come and nobody is there. True: it is closed, and is to be taken out of the host. */
bool game_expire(struct game *game, int64_t now_ms);

/* closing.c */
extern const char closing_text[]; /* of the entry */
/* A game was dropped, by this entry. */
void closing_add(struct host *host, uint64_t game, uint64_t sequence);
/* The disk is full: what is not on it is lost. Then, when there is room: it is written again. */
void closings_lost(struct host *host);
void closings_write(struct host *host);
void closings_finish(struct host *host);

/* accounts.c */
/* The account that the session is logged in to, 0 without one. */
uint64_t session_account(const struct session *session);
/* True unless the name is that of an account to which the session is not logged in; then it was answered. */
bool name_is_free(struct request *request, const char *name, const char *field);
/* What a password is proven against; takes a tenth of a second and 64 MiB. False when memory runs out. */
bool secret_make(char out[ACCOUNT_SECRET_MAX], const char *password);
/* Wipes what is secret in a message. */
void password_forget(Ibar__V1__Envelope *envelope);
/* The session is closed: its jobs are for nobody. */
void passwords_leave(struct session *session);
void passwords_finish(struct host *host);

/* book.c. Somebody asks from the session's address for something that is allowed `burst` times at once and every
 * `every_ms` in the long run. 0: it is allowed, and counted; else the ms until it will be. */
enum asked { ASKED_GAME, ASKED_SEAT, ASKED_ACCOUNT, ASKED_PASSWORD, ASKED_LINE, ASKED_KINDS };
int64_t book_ask(struct session *session, enum asked what, int64_t every_ms, unsigned burst, int64_t now_ms);
int64_t book_ask_hourly(struct session *session, enum asked what, unsigned per_hour, int64_t now_ms);
void book_finish(struct host *host);

/* notice.c */
void notice_news(struct game *game, const bool news[TABLE_NEWS_OVER + 1]);
void notice_step(struct game *game, int64_t now_ms);
/* The turn's clock runs from now on, without anybody being called for it: when it will run out. */
void notice_clock(struct game *game);
/* Tells those that are on disk. */
void notice_release(struct host *host);
/* What is not on disk did not happen. */
void notice_forget(struct host *host);
void notice_finish(struct host *host);

/* names.c */
/* What a name is compared by; "" for one that nobody sees. False, and "", when that does not fit. */
#define NAME_KEY_ROOM 256
bool name_key(const char *name, char *out, size_t room);
/* The same for the name of an account; `out` has ACCOUNT_NAME_MAX + 1 bytes. */
bool account_key(const char *name, char *out);
/* Is it UTF-8 of at most `most` bytes that can be shown beside others: without control characters, breaks of lines, and marks
 * that turn the direction of writing? */
bool name_is_fit(const char *name, size_t most);
/* True when a name has this in it; `part_key` as name_key gave it. */
bool name_has(const char *name, const char *part_key);

/* text.c */
/* UTF-8 of at most `most` bytes without control characters. */
bool text_is_line(const char *text, size_t most);
/* Replaces what is not UTF-8, so that every protobuf reader takes it. */
void text_clean(char *text);

#endif
