/* One gate over one table of messages: who may send what, in which phase, how large. A message is a row; an
 * exception is a new flag, never an `if` in a handler. */
#ifndef IBAR_SESSION_GATE_H
#define IBAR_SESSION_GATE_H

#include "session_room.h"

/* Flags. Those from GATE_PLAYER on ask for the place that the envelope names. */
enum gate_who {
    GATE_ANYBODY = 0, /* before Hello */
    GATE_GREETED = 1, /* after Hello */
    GATE_PLAYER = 2 << IBAR__V1__ROLE__ROLE_PLAYER,
    GATE_HOST = 2 << IBAR__V1__ROLE__ROLE_HOST,
    GATE_UMPIRE = 2 << IBAR__V1__ROLE__ROLE_UMPIRE,
    GATE_SPECTATOR = 2 << IBAR__V1__ROLE__ROLE_SPECTATOR,
    GATE_PLACED = GATE_PLAYER | GATE_HOST | GATE_UMPIRE | GATE_SPECTATOR
};
enum gate_phase { GATE_LOBBY = 1, GATE_ORDERS = 2, GATE_OVER = 4, GATE_ALWAYS = 7 };

struct gate_row {
    Ibar__V1__Envelope__BodyCase body;
    const char *name; /* as in the protocol */
    unsigned who;    /* enum gate_who */
    unsigned phases; /* enum gate_phase; of the seat's game */
    size_t size_max; /* bytes of the envelope */
    void (*handle)(struct request *request);
};

/* The row of a message; NULL for what is no request. */
const struct gate_row *gate_row(Ibar__V1__Envelope__BodyCase body);
/* Rows in the order of the protocol, NULL beyond the last. */
const struct gate_row *gate_row_at(size_t index);
/* Its place in that order. */
size_t gate_row_number(const struct gate_row *row);
/* Passes a message to its handler, or answers why not. */
void gate_pass(struct request *request, size_t size);

void hello_handle(struct request *request);
void ping_handle(struct request *request);
void join_handle(struct request *request);
void leave_handle(struct request *request);
void ready_handle(struct request *request);
void order_put_handle(struct request *request);
void order_remove_handle(struct request *request);
void commit_handle(struct request *request);
void resync_handle(struct request *request);
void record_handle(struct request *request);
void say_handle(struct request *request);
void watch_handle(struct request *request);
void hand_over_handle(struct request *request);
void pause_handle(struct request *request);
void amend_handle(struct request *request);
void rewind_handle(struct request *request);
void list_games_handle(struct request *request);
void create_game_handle(struct request *request);
void take_seat_handle(struct request *request);
void invite_handle(struct request *request);
void register_account_handle(struct request *request);
void login_handle(struct request *request);
void change_password_handle(struct request *request);

#endif
