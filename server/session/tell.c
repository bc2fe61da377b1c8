/* What seats are told without having asked: Table, Report, View, Over. A view is built for the seat's own
 * side alone. */
#include "session_room.h"

#include <assert.h>
#include <string.h>

static void seat_send(struct game *game, int side, Ibar__V1__Envelope *envelope) {
    struct game_seat *seat = &game->seat[side];
    envelope->seat = seat->number;
    out_send(seat->session, envelope);
}

void tell_seat_table(struct game *game, int side) {
    static const Ibar__V1__Phase phases[] = {IBAR__V1__PHASE__PHASE_LOBBY, IBAR__V1__PHASE__PHASE_ORDERS,
                                             IBAR__V1__PHASE__PHASE_OVER};
    if (!game->seat[side].session) {
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
        ibar__v1__seat__init(&seats[i]);
        list[i] = &seats[i];
        seats[i].side = (char *)scenario->side[i].id;
        seats[i].computer = table_computer(game->table, i) != NULL;
        seats[i].connected = game->seat[i].session != NULL;
        seats[i].ready = table_is_ready(game->table, i);
        seats[i].committed = table_has_committed(game->table, i);
        seats[i].name = (char *)table_player(game->table, i);
    }
    seat_send(game, side, &envelope);
}

void tell_table(struct game *game) {
    for (int side = 0; side < table_scenario(game->table)->sides; side++) {
        tell_seat_table(game, side);
    }
}

void tell_seat_view(struct game *game, int side) {
    if (!game->seat[side].session || table_phase(game->table) == TABLE_LOBBY) {
        return;
    }
    struct view *view = &game->host->view;
    table_view(game->table, side, view);
    assert(view->side == side);
    struct convert_arena arena = {0};
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_VIEW;
    envelope.view = convert_view(&arena, table_scenario(game->table), view, ++game->seat[side].sequence);
    delta_make(&game->seat[side], &arena, &envelope);
    seat_send(game, side, &envelope);
    convert_arena_free(&arena);
}

void tell_seat_report(struct game *game, int side) {
    unsigned turn;
    const struct event *events;
    size_t count = table_report(game->table, side, &turn, &events);
    if (!game->seat[side].session || turn == 0) {
        return;
    }
    struct convert_arena arena = {0};
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_REPORT;
    envelope.report = convert_report(&arena, turn, events, count);
    seat_send(game, side, &envelope);
    convert_arena_free(&arena);
}

void tell_seat_over(struct game *game, int side) {
    struct table_results results;
    if (!game->seat[side].session || !table_results(game->table, &results)) {
        return;
    }
    const struct scenario *scenario = table_scenario(game->table);
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Over over = IBAR__V1__OVER__INIT;
    Ibar__V1__Result result[SIDE_MAX], *list[SIDE_MAX];
    ProtobufCBinaryData nonces[SIDE_MAX] = {0};
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_OVER;
    envelope.over = &over;
    over.outcome = results.outcome;
    over.n_results = over.n_nonces = scenario->sides;
    over.results = list;
    over.nonces = nonces;
    over.secret.len = SEAL_SECRET_BYTES;
    over.secret.data = results.secret;
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
    seat_send(game, side, &envelope);
}

void tell_seat_all(struct game *game, int side) {
    tell_seat_table(game, side);
    tell_seat_report(game, side);
    tell_seat_view(game, side);
    tell_seat_over(game, side);
    tell_seat_chat(game, side);
}

void tell_news(struct game *game) {
    bool news[TABLE_NEWS_OVER + 1];
    memcpy(news, game->news, sizeof(news));
    memset(game->news, 0, sizeof(game->news));
    for (int side = 0; side < table_scenario(game->table)->sides; side++) {
        if (news[TABLE_NEWS_REPORT]) {
            tell_seat_report(game, side);
        }
        if (news[TABLE_NEWS_VIEW]) {
            tell_seat_view(game, side);
        }
        if (news[TABLE_NEWS_TABLE]) {
            tell_seat_table(game, side);
        }
        if (news[TABLE_NEWS_OVER]) {
            tell_seat_over(game, side);
        }
        if (news[TABLE_NEWS_CHAT]) {
            tell_seat_said(game, side);
        }
    }
    if (news[TABLE_NEWS_REPORT]) {
        game->host->counters.turns++;
    }
}
