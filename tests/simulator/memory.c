/* What a player knows of its own requests: an answer settles what it asked for, a lost connection leaves it open. */
#include "world.h"

#define VALUES_MAX 64

struct request *memory_add(struct world *world, struct player *player, enum request_kind kind, uint64_t *id) {
    if (player->requests == REQUESTS_MAX) {
        world_fail(world, FAILURE_STUCK, "Side %d made %d requests and the game has no end.", player->side,
                   REQUESTS_MAX);
    }
    struct request *request = &player->request[player->requests++];
    *request = (struct request){.kind = kind, .turn = player->view_turn};
    *id = player->requests;
    player->waiting++;
    return request;
}

/* What may stand in a slot of the plan: orders, and nothing. */
struct values {
    const struct order *order[VALUES_MAX];
    size_t count;
    bool nothing;
};

static bool is_open(const struct request *request) {
    return request->state == REQUEST_WAITING || request->state == REQUEST_UNKNOWN;
}

/* Was it of this turn? One whose answer was lost may have come before or after a rewind. */
static bool is_of(const struct request *request, unsigned rewinds, unsigned turn) {
    return request->turn == turn && request->state != REQUEST_REFUSED && (is_open(request) || request->rewinds == rewinds);
}

static void values_find(const struct player *player, unsigned rewinds, unsigned turn, uint16_t unit, bool policy,
                        struct values *values) {
    *values = (struct values){.nothing = true};
    for (size_t i = 0; i < player->requests; i++) {
        const struct request *request = &player->request[i];
        bool put = request->kind == REQUEST_PUT;
        if (!is_of(request, rewinds, turn) || (!put && request->kind != REQUEST_REMOVE) || request->unit != unit ||
            request->policy != policy) {
            continue;
        }
        if (!is_open(request)) {
            values->count = 0;
            values->nothing = false;
        }
        if (!put) {
            values->nothing = true;
        } else if (values->count < VALUES_MAX) {
            values->order[values->count++] = &request->order;
        }
    }
}

static void slot_check(const struct world *world, const struct player *player, unsigned rewinds, unsigned turn, bool amended,
                       const struct plan *plan, uint16_t unit, bool policy, const char *where) {
    struct values values;
    values_find(player, rewinds, turn, unit, policy, &values);
    values.nothing = values.nothing || amended;
    const struct order *order = plan_find(plan, unit, policy);
    bool allowed = !order && values.nothing;
    for (size_t i = 0; order && !allowed && i < values.count; i++) {
        allowed = order_equal(order, values.order[i]);
    }
    if (!allowed) {
        world_fail(world, FAILURE_LOST, "Game %u, side %d, turn %u, unit %u: %s %s, and that is not what was acknowledged.",
                   player->peer.game, player->side, turn, unit, where,
                   order ? "has another order" : "has no order");
    }
}

void memory_check_plan(const struct world *world, const struct player *player, unsigned rewinds, unsigned turn, bool amended,
                       const struct plan *plan, const char *where) {
    for (size_t i = 0; i < player->requests; i++) {
        const struct request *request = &player->request[i];
        if (request->turn == turn && (request->kind == REQUEST_PUT || request->kind == REQUEST_REMOVE)) {
            slot_check(world, player, rewinds, turn, amended, plan, request->unit, request->policy, where);
        }
    }
    for (unsigned i = 0; i < plan->count; i++) {
        slot_check(world, player, rewinds, turn, amended, plan, plan->order[i].unit, plan->order[i].kind == ORDER_policy, where);
    }
}

void memory_check_commit(const struct world *world, const struct player *player, unsigned rewinds, unsigned turn, bool amended,
                         bool committed, const char *where) {
    bool may_yes = false, may_no = true;
    for (size_t i = 0; i < player->requests; i++) {
        const struct request *request = &player->request[i];
        if (request->kind != REQUEST_COMMIT || !is_of(request, rewinds, turn)) {
            continue;
        }
        if (!is_open(request)) {
            may_yes = may_no = false;
        }
        may_yes = may_yes || request->yes;
        may_no = may_no || !request->yes;
    }
    may_no = may_no || amended;
    if (committed ? !may_yes : !may_no) {
        world_fail(world, FAILURE_LOST, "Game %u, side %d, turn %u: %s says %s, the answer said otherwise.", player->peer.game,
                   player->side, turn, where, committed ? "committed" : "not committed");
    }
}

unsigned memory_last_turn(const struct player *player, unsigned rewinds) {
    unsigned turn = 0;
    for (size_t i = 0; i < player->requests; i++) {
        const struct request *request = &player->request[i];
        if (request->state == REQUEST_DONE && request->kind >= REQUEST_PUT && request->kind <= REQUEST_COMMIT &&
            request->rewinds == rewinds && request->turn > turn) {
            turn = request->turn;
        }
    }
    return turn;
}
