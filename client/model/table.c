/* What all may know of a table: who sits there, the clocks, the umpire's rulings; and requests about it. */
#include "model_internal.h"

#include "rules/amend.h"

#include <stdio.h>
#include <string.h>

static void copy_text(char *out, size_t size, const char *text) {
    snprintf(out, size, "%s", text ? text : "");
}

void table_seat_from(struct seat_public *out, const Ibar__V1__Seat *from) {
    *out = (struct seat_public){.computer = from->computer,
                                .connected = from->connected,
                                .ready = from->ready,
                                .committed = from->committed,
                                .open = from->open,
                                .umpire = from->umpire,
                                .substitute = from->substitute,
                                .votes = from->votes,
                                .votes_needed = from->votes_needed,
                                .bank_ms = from->bank_ms,
                                .absent_ms = from->absent_ms};
    copy_text(out->name, sizeof out->name, from->name);
    copy_text(out->player, sizeof out->player, from->player);
    copy_text(out->proposal, sizeof out->proposal, from->proposal);
}

static bool commit_is_under_way(const struct model *model, const struct seat *seat) {
    for (size_t i = 0; i < model->requests; i++)
        if (model->request[i].kind == REQUEST_COMMIT && model->request[i].seat < model->seats &&
            model->seat[model->request[i].seat] == seat)
            return true;
    return false;
}

/* Who comes after the end looks on, and the computer has his seat; when the game goes back he wants to play again. */
static void ask_back(struct model *model, struct seat *seat, const Ibar__V1__Table *table) {
    bool computer = seat->role == SEAT_PLAYER && seat->others[seat->side].computer;
    if (!computer)
        seat->asked_back = false;
    else if (table->phase == IBAR__V1__PHASE__PHASE_ORDERS && !seat->asked_back && seat->token[0])
        seat->asked_back = request_join(model, seat) != 0;
}

void table_told(struct model *model, struct seat *seat, const Ibar__V1__Table *table) {
    if (!seat->scenario)
        return;
    seat->table_told = true;
    seat->turn = table->turn;
    seat->clock_ms = table->remaining_ms;
    seat->clock_at_ms = model->now_ms;
    seat->grace_ms = table->grace_ms;
    seat->playing = table->phase == IBAR__V1__PHASE__PHASE_ORDERS;
    seat->paused = table->paused;
    seat->umpired = table->umpired;
    seat->umpire_connected = table->umpire_connected;
    seat->spectators = table->spectators;
    seat->watched = table->watched;
    seat->watch_delay = table->delay;
    for (size_t i = 0; i < table->n_seats; i++) {
        int side = scenario_side(seat->scenario, table->seats[i]->side);
        if (side >= 0)
            table_seat_from(&seat->others[side], table->seats[i]);
    }
    ask_back(model, seat, table);
    if (seat->role == SEAT_PLAYER) {
        seat->ready = seat->others[seat->side].ready;
        if (!commit_is_under_way(model, seat))
            seat->committed = seat->others[seat->side].committed;
    }
    bool delayed = seat->role == SEAT_SPECTATOR; /* whose game goes on when the players' is over */
    if (table->phase == IBAR__V1__PHASE__PHASE_OVER && !delayed)
        seat->phase = SEAT_OVER;
    else if (table->phase == IBAR__V1__PHASE__PHASE_ORDERS && seat->has_view)
        seat->phase = SEAT_ORDERS;
}

void ruling_told(struct seat *seat, const Ibar__V1__Ruling *ruling) {
    struct ruling_told *to = NULL;
    for (size_t i = 0; i < seat->rulings; i++)
        if (seat->ruling[i].number == ruling->number)
            to = &seat->ruling[i];
    if (!to) {
        if (seat->rulings == MODEL_RULINGS) {
            memmove(seat->ruling, seat->ruling + 1, (MODEL_RULINGS - 1) * sizeof seat->ruling[0]);
            seat->rulings--;
        }
        to = &seat->ruling[seat->rulings++];
    }
    to->number = ruling->number;
    to->turn = ruling->turn;
    copy_text(to->kind, sizeof to->kind, ruling->kind);
    copy_text(to->reason, sizeof to->reason, ruling->reason);
    copy_text(to->text, sizeof to->text, ruling->text);
}

/* What is left of `ms` that were told a while ago. */
static int64_t left_of(int64_t ms, int64_t passed) {
    return ms > passed ? ms - passed : 0;
}

void model_clocks(const struct model *model, size_t index, int64_t now_ms, struct clocks *out) {
    const struct seat *seat = model_seat(model, index);
    *out = (struct clocks){.turn = -1, .grace = -1};
    for (int side = 0; side < SIDE_MAX; side++)
        out->bank[side] = out->absent[side] = -1;
    if (!seat || !seat->scenario)
        return;
    int64_t told = now_ms - seat->clock_at_ms, passed = seat->paused || !seat->playing ? 0 : told;
    int64_t turn = left_of(seat->clock_ms, passed), beyond = passed - (int64_t)seat->clock_ms;
    out->paused = seat->paused;
    out->turn = turn > 0 ? turn : -1;
    out->any = seat->paused || seat->clock_ms > 0;
    for (int side = 0; side < seat->scenario->sides; side++) {
        const struct seat_public *who = &seat->others[side];
        if (!who->connected && !who->computer && !who->umpire && !who->open && who->absent_ms > 0)
            out->absent[side] = (int64_t)who->absent_ms + told;
        if (who->bank_ms == 0 || who->computer)
            continue;
        out->any = true;
        out->runs[side] = seat->playing && !seat->paused && !who->committed && turn == 0;
        out->bank[side] = out->runs[side] && beyond > 0 ? left_of(who->bank_ms, beyond) : who->bank_ms;
    }
    if (seat->grace_ms > 0 && turn == 0) {
        out->any = true;
        out->grace = left_of(seat->grace_ms, passed);
    }
}

/* Sends a request about the table. */
static bool ask(struct model *model, size_t index, Ibar__V1__Envelope *envelope) {
    struct seat *seat = model->seat[index];
    if (seat->asked.waits)
        return false;
    seat->asked.trouble[0] = 0;
    if (request_send(model, seat, REQUEST_ASK, envelope))
        seat->asked.waits = true;
    else
        copy_text(seat->asked.trouble, sizeof seat->asked.trouble,
                  "The connection does not take this now: try again in a moment.");
    return seat->asked.waits;
}

bool model_hand_over(struct model *model, size_t index, int side, const char *to) {
    Ibar__V1__HandOver hand = IBAR__V1__HAND_OVER__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    hand.side = (char *)model->seat[index]->scenario->side[side].id;
    hand.to = (char *)to;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_HAND_OVER;
    envelope.hand_over = &hand;
    return ask(model, index, &envelope);
}

bool model_invite(struct model *model, size_t index, int side, bool watch) {
    Ibar__V1__Invite invite = IBAR__V1__INVITE__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    if (side >= 0)
        invite.side = (char *)model->seat[index]->scenario->side[side].id;
    invite.role = watch ? IBAR__V1__ROLE__ROLE_SPECTATOR : IBAR__V1__ROLE__ROLE_PLAYER;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_INVITE;
    envelope.invite = &invite;
    return ask(model, index, &envelope);
}

bool model_pause(struct model *model, size_t index, bool paused, const char *reason) {
    Ibar__V1__Pause pause = IBAR__V1__PAUSE__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    pause.paused = paused;
    pause.reason = (char *)reason;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_PAUSE;
    envelope.pause = &pause;
    return ask(model, index, &envelope);
}

bool model_rewind(struct model *model, size_t index, unsigned turn, const char *reason) {
    Ibar__V1__Rewind rewind = IBAR__V1__REWIND__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    rewind.turn = turn;
    rewind.reason = (char *)reason;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_REWIND;
    envelope.rewind = &rewind;
    return ask(model, index, &envelope);
}

bool model_amend(struct model *model, size_t index, const struct amend *amend, const char *reason) {
    static const char *const kinds[AMEND_KINDS] = {
        [AMEND_EVENT] = "event",       [AMEND_TRACK] = "track", [AMEND_STEPS] = "steps",
        [AMEND_SUPPRESSION] = "suppression", [AMEND_STOCK] = "stock", [AMEND_PLACE] = "place",
        [AMEND_REMOVE] = "remove",     [AMEND_POINTS] = "points"};
    const struct seat *seat = model->seat[index];
    Ibar__V1__Amend message = IBAR__V1__AMEND__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    message.kind = (char *)kinds[amend->kind];
    if (amend->kind == AMEND_POINTS)
        message.side = (char *)seat->scenario->side[amend->side].id;
    message.unit = amend->unit;
    message.index = amend->index;
    message.value = amend->value;
    message.hex = amend->hex;
    message.reason = (char *)reason;
    message.turn = seat->turn;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_AMEND;
    envelope.amend = &message;
    return ask(model, index, &envelope);
}

bool model_leave(struct model *model, size_t index, bool give_up) {
    Ibar__V1__Leave leave = IBAR__V1__LEAVE__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    struct seat *seat = model->seat[index];
    leave.give_up = give_up;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_LEAVE;
    envelope.leave = &leave;
    seat->asked.trouble[0] = 0;
    return request_send(model, seat, REQUEST_LEAVE, &envelope) != 0;
}

void asked_answered(struct seat *seat, const Ibar__V1__Envelope *envelope) {
    struct asked *asked = &seat->asked;
    asked->waits = false;
    if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_ERROR) {
        copy_text(asked->trouble, sizeof asked->trouble,
                  envelope->error->text[0] ? envelope->error->text : "The server refuses this without a reason.");
        return;
    }
    asked->done++;
    if (envelope->body_case != IBAR__V1__ENVELOPE__BODY_INVITATION)
        return;
    const Ibar__V1__Invitation *made = envelope->invitation;
    copy_text(seat->invitation, sizeof seat->invitation, made->token);
    seat->invitation_side = made->side[0] ? scenario_side(seat->scenario, made->side) : -1;
    seat->invitation_watch = made->role == IBAR__V1__ROLE__ROLE_SPECTATOR;
}
