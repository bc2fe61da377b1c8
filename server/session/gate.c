#include "gate.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define BODY(name) IBAR__V1__ENVELOPE__BODY_##name
#define FIRST_OF_SERVER BODY(WELCOME)

static const struct gate_row rows[] = {
    {BODY(HELLO), "Hello", GATE_ANYBODY, GATE_ALWAYS, 2048, hello_handle},
    {BODY(JOIN), "Join", GATE_GREETED, GATE_ALWAYS, 512, join_handle},
    {BODY(READY), "Ready", GATE_PLAYER, GATE_LOBBY, 256, ready_handle},
    {BODY(ORDER_PUT), "OrderPut", GATE_PLAYER, GATE_ORDERS, 1024, order_put_handle},
    {BODY(ORDER_REMOVE), "OrderRemove", GATE_PLAYER, GATE_ORDERS, 256, order_remove_handle},
    {BODY(COMMIT), "Commit", GATE_PLAYER, GATE_ORDERS, 256, commit_handle},
    {BODY(RESYNC), "Resync", GATE_PLACED, GATE_ALWAYS, 256, resync_handle},
    {BODY(LEAVE), "Leave", GATE_PLACED, GATE_ALWAYS, 256, leave_handle},
    {BODY(PING), "Ping", GATE_GREETED, GATE_ALWAYS, 256, ping_handle},
    {BODY(SAY), "Say", GATE_PLACED, GATE_ALWAYS, 512, say_handle},
    {BODY(RECORD_REQUEST), "RecordRequest", GATE_PLACED, GATE_OVER, 256, record_handle},
    {BODY(WATCH), "Watch", GATE_GREETED, GATE_ALWAYS, 512, watch_handle},
    {BODY(HAND_OVER), "HandOver", GATE_PLAYER | GATE_HOST | GATE_UMPIRE, GATE_LOBBY | GATE_ORDERS, 256, hand_over_handle},
    {BODY(PAUSE), "Pause", GATE_UMPIRE, GATE_LOBBY | GATE_ORDERS, 512, pause_handle},
    {BODY(AMEND), "Amend", GATE_UMPIRE, GATE_ORDERS, 512, amend_handle},
    {BODY(REWIND), "Rewind", GATE_UMPIRE, GATE_ORDERS | GATE_OVER, 512, rewind_handle},
    {BODY(LIST_GAMES), "ListGames", GATE_GREETED, GATE_ALWAYS, 256, list_games_handle},
    {BODY(CREATE_GAME), "CreateGame", GATE_GREETED, GATE_ALWAYS, 1024, create_game_handle},
    {BODY(TAKE_SEAT), "TakeSeat", GATE_GREETED, GATE_ALWAYS, 256, take_seat_handle},
    {BODY(INVITE), "Invite", GATE_HOST, GATE_ALWAYS, 256, invite_handle},
    {BODY(REGISTER_ACCOUNT), "RegisterAccount", GATE_GREETED, GATE_ALWAYS, 512, register_account_handle},
    {BODY(LOGIN), "Login", GATE_GREETED, GATE_ALWAYS, 512, login_handle},
    {BODY(CHANGE_PASSWORD), "ChangePassword", GATE_GREETED, GATE_ALWAYS, 512, change_password_handle},
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))
_Static_assert(ROWS <= ROWS_MAX, "the counters of the host have room for every row");

const struct gate_row *gate_row(Ibar__V1__Envelope__BodyCase body) {
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].body == body) {
            return &rows[i];
        }
    }
    return NULL;
}

const struct gate_row *gate_row_at(size_t index) {
    return index < ROWS ? &rows[index] : NULL;
}

static void refuse_unknown(struct request *request) {
    const Ibar__V1__Envelope *envelope = request->envelope;
    if (envelope->body_case != IBAR__V1__ENVELOPE__BODY__NOT_SET && envelope->body_case < FIRST_OF_SERVER) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_UNKNOWN_MESSAGE, "body",
                     "Message %d is not served here: see what Welcome says of features.", envelope->body_case);
    } else if (envelope->body_case != IBAR__V1__ENVELOPE__BODY__NOT_SET) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_UNKNOWN_MESSAGE, "body",
                     "Message %d is one that a server sends: a client sends messages 16 to 38.",
                     envelope->body_case);
    } else if (envelope->base.n_unknown_fields > 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_UNKNOWN_MESSAGE, "body",
                     "This server does not know message %u: it speaks protocol 1, messages 16 to 38.",
                     envelope->base.unknown_fields[0].tag);
    } else {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_UNKNOWN_MESSAGE, "body",
                     "The envelope has no message in it: fill one of the fields 16 to 38.");
    }
}

/* Finds the seat that the envelope names. */
static bool seat_find(struct request *request, const char *name) {
    struct session *session = request->session;
    unsigned number = request->envelope->seat, held = 0, only = 0;
    for (unsigned i = 0; i < SESSION_SEATS; i++) {
        if (session->holding[i].game) {
            held++;
            only = i + 1;
        }
    }
    if (number == 0 && held == 1) {
        number = only;
    }
    if (held == 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_SEAT, "seat",
                     "%s needs a seat and this connection holds none: send Join with a seat's token first.",
                     name);
        return false;
    }
    if (number == 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_SEAT, "seat",
                     "This connection holds %u seats: name one in the envelope's field seat.", held);
        return false;
    }
    if (number > SESSION_SEATS || !session->holding[number - 1].game) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_SEAT, "seat",
                     "This connection does not hold seat %u: use the number that Joined gave.", number);
        return false;
    }
    request->seat = number;
    request->game = session->holding[number - 1].game;
    request->side = session->holding[number - 1].side;
    request->observer = session->holding[number - 1].observer;
    return true;
}

/* Is the message one for the role in which the seat is held? */
static bool role_check(struct request *request, const struct gate_row *row) {
    static const char *const whom[] = {"players", "the host", "the umpire", "spectators"};
    static const char *const is[] = {"a player's", "the host's", "the umpire's", "a spectator's"};
    unsigned role = request->observer ? request->observer->role : IBAR__V1__ROLE__ROLE_PLAYER;
    if (row->who & (2u << role)) {
        return true;
    }
    char list[64] = "";
    size_t length = 0;
    for (unsigned i = 0; i < sizeof(whom) / sizeof(whom[0]); i++) {
        if (row->who & (2u << i)) {
            length += (size_t)snprintf(list + length, sizeof(list) - length, "%s%s", length ? " and " : "", whom[i]);
        }
    }
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_FORBIDDEN, "role", "%s is for %s, but seat %u is %s.", row->name,
                 list, request->seat, is[role]);
    return false;
}

static bool phase_check(struct request *request, const struct gate_row *row) {
    static const char *const is[] = {"the game has not begun: it waits until all seats are ready",
                                     "the game is in its order phase", "the game is over"};
    static const char *const wants[] = {"before the game begins", "for the order phase", "after the end"};
    unsigned phase = table_phase(request->game->table);
    assert(phase <= TABLE_OVER);
    if (row->phases & (1u << phase)) {
        return true;
    }
    unsigned want = row->phases & GATE_LOBBY ? 0 : row->phases & GATE_ORDERS ? 1 : 2;
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_PHASE, "phase", "%s is %s, but %s.", row->name,
                 wants[want], is[phase]);
    return false;
}

/* True when the message may go to its handler; else it was answered. */
static bool row_check(struct request *request, const struct gate_row *row, size_t size) {
    struct session *session = request->session;
    if (row->who != GATE_ANYBODY && !session->greeted) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_PROTOCOL, "hello",
                     "%s came before Hello: send Hello with the protocol's version first.", row->name);
        return false;
    }
    if (size > row->size_max) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "size",
                     "%s has %zu bytes: at most %zu are allowed.", row->name, size, row->size_max);
        return false;
    }
    return !(row->who & GATE_PLACED) ||
           (seat_find(request, row->name) && role_check(request, row) && phase_check(request, row));
}

size_t gate_row_number(const struct gate_row *row) {
    return (size_t)(row - rows);
}

void gate_pass(struct request *request, size_t size) {
    const struct gate_row *row = gate_row(request->envelope->body_case);
    if (request->envelope->id == 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "id",
                     "The envelope's id is 0: a request needs an id above 0, by which its answer is known.");
        return;
    }
    if (!row) {
        refuse_unknown(request);
        return;
    }
    struct row_counters *counters = &request->session->host->row[gate_row_number(row)];
    counters->received++;
    if (row_check(request, row, size)) {
        row->handle(request);
    }
    counters->refused += request->refused;
    assert(request->answered);
}
