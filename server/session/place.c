/* Who is at a game's table: seats are the sides', observers are host, umpire and spectators. A session may have several
 * places, at one game or more. */
#include "session_room.h"

#include <assert.h>
#include <stdlib.h>

unsigned place_number(const struct session *session) {
    for (unsigned i = 0; i < SESSION_SEATS; i++) {
        if (!session->holding[i].game) {
            return i + 1;
        }
    }
    return 0;
}

struct observer *observer_find(const struct game *game, const struct session *session, Ibar__V1__Role role, int side) {
    for (struct observer *observer = game->observers; observer; observer = observer->next) {
        if (observer->role == role && observer->side == side && (!session || observer->at.session == session)) {
            return observer;
        }
    }
    return NULL;
}

struct observer *observer_add(struct game *game, Ibar__V1__Role role, int side) {
    struct observer *observer = calloc(1, sizeof(*observer));
    if (observer) {
        observer->role = role;
        observer->side = side;
        observer->next = game->observers;
        game->observers = observer;
    }
    return observer;
}

static void observer_remove(struct game *game, struct observer *observer) {
    struct observer **link = &game->observers;
    while (*link != observer) {
        link = &(*link)->next;
    }
    *link = observer->next;
    if (observer->at.session) {
        observer->at.session->holding[observer->at.number - 1] = (struct holding){0};
    }
    delta_forget(&observer->at);
    free(observer);
    if (!game->observers) {
        watch_forget(game);
        table_look_forget(game->table);
    }
}

void place_leave(struct session *session, unsigned number) {
    struct holding holding = session->holding[number - 1];
    assert(holding.game);
    if (holding.observer) {
        if (holding.observer->role == IBAR__V1__ROLE__ROLE_UMPIRE) {
            hand_umpire_left(holding.game, session);
        }
        observer_remove(holding.game, holding.observer);
    } else {
        seat_release(holding.game, holding.side);
    }
}

unsigned observer_count(const struct game *game, Ibar__V1__Role role) {
    unsigned count = 0;
    for (const struct observer *observer = game->observers; observer; observer = observer->next) {
        count += observer->role == role;
    }
    return count;
}

void observers_drop(struct game *game, const char *why) {
    while (game->observers) {
        struct session *session = game->observers->at.session;
        unsigned number = game->observers->at.number;
        observer_remove(game, game->observers);
        if (why && session) {
            tell_error(session, number, IBAR__V1__ERROR_CODE__ERROR_JOURNAL, "journal", why, false);
        }
    }
}
