/* What is told without having been asked for: Table, Report, View, Over. A view is built for one side alone, and sent to
 * whoever may see that side. */
#include "session_room.h"

#include "table/chat.h"
#include "table/ruling.h"

#include <assert.h>
#include <string.h>

static void receiver_send(struct receiver *to, Ibar__V1__Envelope *envelope) {
    envelope->seat = to->number;
    out_send(to->session, envelope);
}

/* A seat as the table is told of it: with its plan's standing, clock and hand-over. */
static void seat_fill(struct game *game, int side, Ibar__V1__Seat *seat) {
    const struct handing *handing = &game->handing[side];
    unsigned needed = 0;
    seat_line(game, side, seat);
    seat->ready = table_is_ready(game->table, side);
    seat->committed = table_has_committed(game->table, side);
    seat->bank_ms = (uint32_t)table_bank_ms(game->table, side, game->host->now_ms);
    seat->umpire = handing->hand == HAND_UMPIRE;
    seat->substitute = handing->hand != HAND_FIRST && handing->hand != HAND_OPEN;
    int64_t absent = seat->computer ? 0 : hand_absent_ms(game, side);
    seat->absent_ms = absent > UINT32_MAX ? UINT32_MAX : (uint32_t)absent;
    seat->proposal = (char *)handing->proposal;
    seat->votes = handing->proposal[0] ? hand_votes(game, side, &needed) : 0;
    seat->votes_needed = needed;
}

static void table_send(struct game *game, struct receiver *to) {
    static const Ibar__V1__Phase phases[] = {IBAR__V1__PHASE__PHASE_LOBBY, IBAR__V1__PHASE__PHASE_ORDERS,
                                             IBAR__V1__PHASE__PHASE_OVER};
    if (!to->session) {
        return;
    }
    const struct scenario *scenario = table_scenario(game->table);
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Table table = IBAR__V1__TABLE__INIT;
    Ibar__V1__Seat seats[SIDE_MAX], *list[SIDE_MAX];
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_TABLE;
    envelope.table = &table;
    table.phase = phases[table_phase(game->table)];
    table.turn = table_turn(game->table);
    table.remaining_ms = (uint32_t)table_remaining_ms(game->table, game->host->now_ms);
    table.n_seats = scenario->sides;
    table.seats = list;
    for (int i = 0; i < scenario->sides; i++) {
        list[i] = &seats[i];
        seat_fill(game, i, &seats[i]);
    }
    const struct table_config *settings = table_settings(game->table);
    table.umpired = settings->umpired;
    table.umpire_connected = observer_count(game, IBAR__V1__ROLE__ROLE_UMPIRE) > 0;
    table.paused = table_is_paused(game->table);
    table.grace_ms = (uint32_t)table_grace_ms(game->table, game->host->now_ms);
    table.watched = settings->watched;
    table.delay = settings->delay;
    table.spectators = observer_count(game, IBAR__V1__ROLE__ROLE_SPECTATOR);
    receiver_send(to, &envelope);
}

void tell_table(struct game *game, const struct receiver *except) {
    for (int side = 0; side < table_scenario(game->table)->sides; side++) {
        if (&game->seat[side] != except) {
            table_send(game, &game->seat[side]);
        }
    }
    for (struct observer *observer = game->observers; observer; observer = observer->next) {
        if (&observer->at != except) {
            table_send(game, &observer->at);
        }
    }
}

void tell_view(struct game *game, struct receiver *to, const struct view *view) {
    struct convert_arena arena = {0};
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_VIEW;
    envelope.view = convert_view(&arena, table_scenario(game->table), view, ++to->sequence);
    delta_make(to, &arena, &envelope);
    receiver_send(to, &envelope);
    convert_arena_free(&arena);
}

void tell_report(struct receiver *to, int side, unsigned turn, const struct event *events,
                 size_t count) {
    struct convert_arena arena = {0};
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_REPORT;
    envelope.report = convert_report(&arena, turn, events, count);
    envelope.report->side = side == TABLE_TRUTH ? REPORT_TRUTH : (uint32_t)side;
    receiver_send(to, &envelope);
    convert_arena_free(&arena);
}

/* A side's view as it is now, with its plan. */
static void view_send(struct game *game, struct receiver *to, int side) {
    if (!to->session || table_phase(game->table) == TABLE_LOBBY) {
        return;
    }
    struct view *view = &game->host->view;
    table_view(game->table, side, view);
    assert(view->side == side);
    tell_view(game, to, view);
}

static void report_send(struct game *game, struct receiver *to, int side) {
    unsigned turn;
    const struct event *events;
    size_t count = table_report(game->table, side, &turn, &events);
    if (to->session && turn > 0) {
        tell_report(to, side, turn, events, count);
    }
}

static void over_send(struct game *game, struct receiver *to) {
    struct table_results results;
    if (!to->session || !table_results(game->table, &results)) {
        return;
    }
    const struct scenario *scenario = table_scenario(game->table);
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Over over = IBAR__V1__OVER__INIT;
    Ibar__V1__Result result[SIDE_MAX], *list[SIDE_MAX];
    ProtobufCBinaryData nonces[SIDE_MAX] = {0}, later[SEAL_CHAIN];
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_OVER;
    envelope.over = &over;
    over.outcome = results.outcome;
    over.n_results = over.n_nonces = scenario->sides;
    over.results = list;
    over.nonces = nonces;
    over.secret.len = SEAL_SECRET_BYTES;
    over.secret.data = results.secret;
    over.n_later_secrets = results.laters;
    over.later_secrets = later;
    for (unsigned i = 0; i < results.laters; i++) {
        later[i] = (ProtobufCBinaryData){SEAL_SECRET_BYTES, results.later[i]};
    }
    for (int i = 0; i < scenario->sides; i++) {
        ibar__v1__result__init(&result[i]);
        list[i] = &result[i];
        result[i].side = (char *)scenario->side[i].id;
        result[i].points = results.points[i];
        result[i].threshold = scenario_threshold(scenario, table_options(game->table), i);
        result[i].reached = results.reached[i];
        result[i].place = (uint32_t)results.place[i];
        result[i].launches = results.launches[i];
        result[i].bill = results.bill[i];
        if (!table_computer(game->table, i)) {
            nonces[i].len = SEAL_NONCE_BYTES;
            nonces[i].data = results.nonce[i];
        }
    }
    receiver_send(to, &envelope);
}

void tell_seat_all(struct game *game, int side) {
    struct receiver *seat = &game->seat[side];
    table_send(game, seat);
    report_send(game, seat, side);
    view_send(game, seat, side);
    over_send(game, seat);
    tell_rulings(game, seat, NULL, 0);
    tell_chat(game, seat, side);
}

/* What an observer may see of the sides, as his role has it. */
static void sides_send(struct game *game, struct observer *observer, bool again) {
    if (observer->role == IBAR__V1__ROLE__ROLE_SPECTATOR) {
        watch_tell(game, observer, again);
    }
    for (int side = 0; side < table_scenario(game->table)->sides && observer->role == IBAR__V1__ROLE__ROLE_UMPIRE;
         side++) {
        report_send(game, &observer->at, side);
        view_send(game, &observer->at, side);
    }
    if (observer->role == IBAR__V1__ROLE__ROLE_UMPIRE) { /* the last, so that who does not know it has every side's */
        report_send(game, &observer->at, TABLE_TRUTH);
    }
}

static int ear_of(const struct observer *observer) {
    return observer->role == IBAR__V1__ROLE__ROLE_UMPIRE ? CHAT_UMPIRE : CHAT_WATCHERS;
}

void tell_observer_all(struct game *game, struct observer *observer) {
    table_send(game, &observer->at);
    sides_send(game, observer, true);
    over_send(game, &observer->at);
    tell_rulings(game, &observer->at, observer, 0);
    tell_chat(game, &observer->at, ear_of(observer));
}

unsigned all_cost(const struct game *game, const struct observer *observer) {
    bool sees_all = observer && observer->role != IBAR__V1__ROLE__ROLE_HOST && observer->side == SIDES_ALL;
    unsigned views = sees_all ? table_scenario(game->table)->sides : 1;
    return views + (unsigned)(rulings_count(game) / 50);
}

static void news_to_seat(struct game *game, const bool news[TABLE_NEWS_OVER + 1], int side) {
    struct receiver *seat = &game->seat[side];
    if (news[TABLE_NEWS_REPORT]) {
        report_send(game, seat, side);
    }
    if (news[TABLE_NEWS_VIEW]) {
        view_send(game, seat, side);
    }
    if (news[TABLE_NEWS_TABLE]) {
        table_send(game, seat);
    }
    if (news[TABLE_NEWS_OVER]) {
        over_send(game, seat);
    }
    if (news[TABLE_NEWS_RULING]) {
        tell_rulings(game, seat, NULL, game->rulings);
    }
    if (news[TABLE_NEWS_CHAT]) {
        tell_said(game, seat, side);
    }
}

/* Sides that have committed and had not when it was last told, bit by bit. */
static unsigned committed_news(struct game *game) {
    unsigned now = 0, before = game->committed;
    for (int side = 0; side < table_scenario(game->table)->sides; side++) {
        now |= (unsigned)table_has_committed(game->table, side) << side;
    }
    game->committed = now;
    return now & ~before;
}

static void news_to_observer(struct game *game, const bool news[TABLE_NEWS_OVER + 1], unsigned plans,
                             struct observer *observer) {
    if (news[TABLE_NEWS_VIEW]) {
        sides_send(game, observer, false);
    }
    for (int side = 0; !news[TABLE_NEWS_VIEW] && side < SIDE_MAX; side++) {
        if (observer->role == IBAR__V1__ROLE__ROLE_UMPIRE && plans >> side & 1) {
            view_send(game, &observer->at, side);
        }
    }
    if (news[TABLE_NEWS_TABLE]) {
        table_send(game, &observer->at);
    }
    if (news[TABLE_NEWS_OVER]) {
        over_send(game, &observer->at);
    }
    if (news[TABLE_NEWS_RULING]) {
        tell_rulings(game, &observer->at, observer, game->rulings);
    }
    if (news[TABLE_NEWS_CHAT]) {
        tell_said(game, &observer->at, ear_of(observer));
    }
}

void tell_news(struct game *game) {
    bool news[TABLE_NEWS_OVER + 1];
    memcpy(news, game->news, sizeof(news));
    memset(game->news, 0, sizeof(game->news));
    if (news[TABLE_NEWS_VIEW]) {
        watch_forget(game);
    }
    if (news[TABLE_NEWS_OVER]) { /* what was kept from the players is told with the end */
        news[TABLE_NEWS_RULING] = true;
        game->rulings = 0;
    }
    unsigned plans = committed_news(game);
    for (int side = 0; side < table_scenario(game->table)->sides; side++) {
        news_to_seat(game, news, side);
    }
    for (struct observer *observer = game->observers; observer; observer = observer->next) {
        news_to_observer(game, news, plans, observer);
    }
    game->rulings = news[TABLE_NEWS_RULING] ? rulings_count(game) : game->rulings;
    notice_news(game, news);
    if (news[TABLE_NEWS_REPORT]) {
        game->host->counters.turns++;
    }
}
