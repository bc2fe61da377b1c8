/* What the server says, message by message. */
#include "model_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void copy_text(char *out, size_t size, const char *text) {
    snprintf(out, size, "%s", text ? text : "");
}

static void seat_trouble(struct seat *seat, const char *text) {
    seat->phase = SEAT_REFUSED;
    copy_text(seat->trouble, sizeof seat->trouble, text);
}

/* The seat that an envelope concerns: by its number, or the only one. */
static struct seat *seat_of(struct model *model, uint32_t number) {
    if (number == 0)
        return model->seats == 1 ? model->seat[0] : NULL;
    for (size_t i = 0; i < model->seats; i++)
        if (model->seat[i]->number == number && !model->seat[i]->follows)
            return model->seat[i];
    return NULL;
}

static void number_set(struct seat *seat, const void *number) {
    seat->number = *(const uint32_t *)number;
}

enum seat_role seat_role_of(Ibar__V1__Role role) {
    static const enum seat_role roles[] = {SEAT_PLAYER, SEAT_HOST, SEAT_UMPIRE, SEAT_SPECTATOR};
    return (unsigned)role < sizeof roles / sizeof roles[0] ? roles[role] : SEAT_SPECTATOR;
}

/* The scenario that the server names, when what it says of the place can be; NULL with a sentence in `why`. What a place
 * was told before stays readable, so that its scenario is for good. */
static const struct scenario *joined_scenario(const struct model *model, const struct seat *seat,
                                              const Ibar__V1__Joined *joined, char *why, size_t size) {
    const struct scenario *scenario = model->config.find(model->config.find_ctx, joined->scenario, why, size);
    if (!scenario)
        return NULL;
    if (scenario->content_hash != joined->scenario_hash)
        snprintf(why, size, "The scenario %s of this program is not the server's: both need the same version.",
                 joined->scenario);
    else if (joined->side_number >= scenario->sides || joined->seal.len != sizeof seat->seal)
        snprintf(why, size, "The server named a side or a seal that cannot be.");
    else if (seat->scenario && seat->scenario != scenario)
        snprintf(why, size, "The server named another scenario for this place than before.");
    else
        return scenario;
    return NULL;
}

static void on_joined(struct model *model, struct seat *seat, const Ibar__V1__Joined *joined) {
    char why[MODEL_TEXT_MAX];
    seat_each(model, seat, number_set, &joined->seat);
    seat->role = seat_role_of(joined->role);
    seat->delay = joined->delay;
    if (joined->token && joined->token[0])
        copy_text(seat->token, sizeof seat->token, joined->token);
    seat->game = joined->game;
    seat->options = (uint16_t)joined->options;
    copy_text(seat->game_name, sizeof seat->game_name, joined->game_name);
    const struct scenario *scenario = joined_scenario(model, seat, joined, why, sizeof why);
    if (!scenario) {
        seat_trouble(seat, why);
    } else {
        seat->scenario = scenario;
        seat->side = (int)joined->side_number;
        memcpy(seat->seal, joined->seal.data, sizeof seat->seal);
        if (seat->phase == SEAT_JOINING || seat->phase == SEAT_REFUSED)
            seat->phase = SEAT_LOBBY;
        bool looks = seat->role == SEAT_UMPIRE || seat->role == SEAT_SPECTATOR;
        if (looks && (!joined->side || !joined->side[0]))
            seat_spread(model, seat);
    }
}

static bool resync_is_under_way(const struct model *model, const struct seat *seat) {
    for (size_t i = 0; i < model->requests; i++)
        if (model->request[i].kind == REQUEST_RESYNC && model->request[i].seat < model->seats &&
            model->seat[model->request[i].seat] == seat)
            return true;
    return false;
}

/* Asks the server for everything again. */
static void ask_again(struct model *model, struct seat *seat, const char *why) {
    snprintf(model->notice, sizeof model->notice, "What the server told is not whole: %s", why);
    seat->asked_again = request_resync(model, seat) != 0;
}

/* Keeps the View as it was told, for what is told of changes to it. */
static void keep_shown(struct seat *seat, const Ibar__V1__View *message) {
    size_t size = ibar__v1__view__get_packed_size(message);
    uint8_t *bytes = malloc(size + 1);
    if (bytes)
        ibar__v1__view__pack(message, bytes);
    free(seat->shown);
    seat->shown = bytes;
    seat->shown_size = bytes ? size : 0;
    seat->sequence = message->sequence;
    seat->hash = message->hash;
}

/* A view has a contact's strength as it was sighted. What it was seen to lose after that was told in the report. */
static void contacts_put_right(struct seat *seat) {
    for (size_t i = 0; i < seat->event_count; i++) {
        const struct event *event = &seat->events[i];
        for (unsigned k = 0; event->kind == EVENT_step_lost && event->other.kind == REF_CONTACT && k < seat->view.contacts; k++) {
            struct view_contact *contact = &seat->view.contact[k];
            if (contact->handle == event->other.id && contact->strength == 2 && contact->turn == seat->report_turn &&
                event->pulse >= contact->pulse)
                contact->strength = 1;
        }
    }
}

static bool take_view(struct seat *seat, const Ibar__V1__View *message, char *why, size_t size) {
    static struct view view; /* 30 kB: too much for a stack in a browser */
    if (!convert_view_from(seat->scenario, message, &view, why, size))
        return false;
    bool new_turn = !seat->has_view || view.turn != seat->view.turn || view.outcome != seat->view.outcome;
    if (seat->has_view && view.turn < seat->view.turn)
        seat_go_back(seat, view.turn);
    else if (seat->has_view && new_turn) {
        seat->before = seat->view;
        seat->has_before = true;
        seat->committed = false;
    }
    seat->view = view;
    contacts_put_right(seat);
    seat->has_view = true;
    keep_shown(seat, message);
    plan_new_view(seat, &view.plan, new_turn);
    if (view.outcome != OUTCOME_RUNNING)
        seat->phase = SEAT_OVER;
    else if (seat->phase == SEAT_LOBBY)
        seat->phase = SEAT_ORDERS;
    return true;
}

static void on_view(struct model *model, struct seat *seat, const Ibar__V1__View *message) {
    char why[MODEL_TEXT_MAX - 40];
    if (!seat->scenario)
        return;
    if (take_view(seat, message, why, sizeof why))
        seat->asked_again = false;
    else if (!seat->asked_again) /* the answer would be the same */
        ask_again(model, seat, why);
}

static void on_delta(struct model *model, struct seat *seat, const Ibar__V1__ViewDelta *delta) {
    struct convert_arena arena = {0};
    char why[MODEL_TEXT_MAX - 40] = "no view is here yet.";
    if (!seat->scenario || resync_is_under_way(model, seat))
        return;
    const Ibar__V1__View *before =
        seat->shown ? convert_view_unpack(&arena, seat->shown, seat->shown_size) : NULL;
    const Ibar__V1__View *now = before ? convert_delta_apply(&arena, before, delta, why, sizeof why) : NULL;
    if (!now || !take_view(seat, now, why, sizeof why))
        ask_again(model, seat, why);
    convert_arena_free(&arena);
}

static void log_append(struct seat *seat, unsigned turn, const struct event *event) {
    if (seat->log_count == seat->log_room) {
        size_t room = seat->log_room ? seat->log_room * 2 : 256;
        struct logged *log = realloc(seat->log, room * sizeof *log);
        if (!log)
            return;
        seat->log = log;
        seat->log_room = room;
    }
    seat->log[seat->log_count++] = (struct logged){(uint8_t)turn, *event};
}

static void on_report(struct seat *seat, const Ibar__V1__Report *report) {
    if (!seat || !seat->scenario || report->turn <= seat->report_turn)
        return;
    struct event *events = calloc(report->n_events + 1, sizeof *events);
    if (!events)
        return;
    size_t count = 0;
    unsigned turn = report->turn; /* a report ends with the Upkeep of the turn after */
    for (size_t i = 0; i < report->n_events; i++) {
        if (!convert_event_from(seat->scenario, report->events[i], &events[count]))
            continue;
        if (events[count].kind == EVENT_turn)
            turn = (unsigned)events[count].value;
        log_append(seat, turn, &events[count++]);
    }
    free(seat->events);
    seat->events = events;
    seat->event_count = count;
    seat->report_turn = report->turn;
    if (seat->truth)
        truth_reported(seat);
}

/* Is that the secret of the seal? Each secret is the seal of the one that is told after it. */
static bool seal_opens(uint8_t seal[SEAL_BYTES], const ProtobufCBinaryData *secret) {
    uint8_t made[SEAL_BYTES];
    if (secret->len != SEAL_SECRET_BYTES)
        return false;
    seal_make(secret->data, made);
    bool opens = memcmp(made, seal, SEAL_BYTES) == 0;
    memcpy(seal, secret->data, SEAL_BYTES);
    return opens;
}

static void on_over(struct seat *seat, const Ibar__V1__Over *over) {
    if (!seat->scenario)
        return;
    seat->outcome = (uint8_t)over->outcome;
    for (size_t i = 0; i < over->n_results; i++) {
        const Ibar__V1__Result *from = over->results[i];
        int side = scenario_side(seat->scenario, from->side);
        if (side < 0)
            continue;
        seat->result[side].points = from->points;
        seat->result[side].threshold = from->threshold;
        seat->result[side].place = (int)from->place;
        seat->result[side].reached = from->reached;
    }
    uint8_t seal[SEAL_BYTES];
    memcpy(seal, seat->seal, sizeof seal);
    seat->seal_kept = seal_opens(seal, &over->secret);
    for (size_t i = 0; i < over->n_later_secrets; i++)
        seat->seal_kept = seat->seal_kept && seal_opens(seal, &over->later_secrets[i]);
    seat->phase = SEAT_OVER;
}

static void on_error(struct model *model, struct seat *seat, const struct request *request,
                     const Ibar__V1__Error *error) {
    const char *text =
        error->text && error->text[0] ? error->text : "The server refuses this without a reason.";
    if (error->code == IBAR__V1__ERROR_CODE__ERROR_LATE && seat && seat->has_view && seat->turn != seat->view.turn &&
        !resync_is_under_way(model, seat))
        ask_again(model, seat, "the view of this turn did not come.");
    if (error->fatal)
        copy_text(model->notice, sizeof model->notice, text);
    if (request && request->kind == REQUEST_HELLO) {
        model->state = MODEL_FAILED;
        model->refused = true;
        copy_text(model->why, sizeof model->why, text);
        return;
    }
    if (!request && seat && error->code == IBAR__V1__ERROR_CODE__ERROR_SEAT) {
        seat->left = seat->taken = true;
        copy_text(seat->trouble, sizeof seat->trouble, text);
    } else if (!request || !seat) {
        copy_text(model->notice, sizeof model->notice, text);
    } else if (request->kind == REQUEST_JOIN) {
        seat_trouble(seat, text);
    } else if (request->kind == REQUEST_COMMIT) {
        seat->committed = seat->others[seat->side].committed;
        plan_refused(seat, text);
    } else if (request->kind == REQUEST_READY) {
        seat->ready = seat->nonce_sent = false;
        copy_text(model->notice, sizeof model->notice, text);
    } else if (request->kind == REQUEST_RECORD) {
        seat->record_state = RECORD_FALSE;
        copy_text(seat->record_why, sizeof seat->record_why, text);
    } else if (request->kind == REQUEST_SAY) {
        copy_text(seat->chat.trouble, sizeof seat->chat.trouble, text);
    } else if (request->kind == REQUEST_EDIT && error->code != IBAR__V1__ERROR_CODE__ERROR_LATE) {
        plan_refused(seat, text);
    }
}

static void on_welcome(struct model *model, const Ibar__V1__Welcome *welcome) {
    model->greeted = true;
    model->state = MODEL_OPEN;
    lobby_welcome(model, welcome);
}

/* What is told of a place, whichever eyes it has there. */
static void on_table_of(struct model *model, struct seat *first, const Ibar__V1__Envelope *envelope) {
    for (size_t i = 0; i < model->seats; i++) {
        struct seat *seat = model->seat[i];
        if (seat->place != first->place)
            continue;
        if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_TABLE)
            table_told(model, seat, envelope->table);
        else if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_OVER)
            on_over(seat, envelope->over);
        else if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_SAID)
            chat_heard(seat, envelope->said);
        else
            ruling_told(seat, envelope->ruling);
    }
}

/* Whose report it is; NULL: nobody's here. */
static struct seat *reported_seat(struct model *model, struct seat *first, uint32_t side) {
    if (!first->all_sides)
        return first;
    return side == REPORT_TRUTH ? seat_with_truth(model, first) : seat_with_eyes(model, first, (int)side);
}

static void on_seat(struct model *model, struct seat *seat, const Ibar__V1__Envelope *envelope) {
    switch (envelope->body_case) {
    case IBAR__V1__ENVELOPE__BODY_JOINED:
        on_joined(model, seat, envelope->joined);
        break;
    case IBAR__V1__ENVELOPE__BODY_TABLE:
    case IBAR__V1__ENVELOPE__BODY_OVER:
    case IBAR__V1__ENVELOPE__BODY_SAID:
    case IBAR__V1__ENVELOPE__BODY_RULING:
        on_table_of(model, seat, envelope);
        break;
    case IBAR__V1__ENVELOPE__BODY_VIEW:
        on_view(model, seat->all_sides ? seat_with_eyes(model, seat, (int)envelope->view->side) : seat, envelope->view);
        truth_renew(model, seat);
        break;
    case IBAR__V1__ENVELOPE__BODY_VIEW_DELTA:
        on_delta(model,
                 seat->all_sides && envelope->view_delta->part
                     ? seat_with_eyes(model, seat, (int)envelope->view_delta->part->side)
                     : seat,
                 envelope->view_delta);
        truth_renew(model, seat);
        break;
    case IBAR__V1__ENVELOPE__BODY_REPORT:
        on_report(reported_seat(model, seat, envelope->report->side), envelope->report);
        break;
    case IBAR__V1__ENVELOPE__BODY_RECORD:
        record_arrived(model, seat, envelope->record);
        break;
    default:
        break;
    }
}

/* An answer to a request that has its own place to be told. True: it was one. */
static bool on_answer(struct model *model, struct seat *seat, const struct request *request,
                      const Ibar__V1__Envelope *envelope) {
    bool error = envelope->body_case == IBAR__V1__ENVELOPE__BODY_ERROR;
    if (request->kind >= REQUEST_LIST) {
        lobby_answered(model, request, envelope);
        bool joined = envelope->body_case == IBAR__V1__ENVELOPE__BODY_JOINED;
        struct seat *place = joined ? seat_add(model, model->entering) : NULL;
        if (place)
            on_joined(model, place, envelope->joined);
        return true;
    }
    if (request->kind == REQUEST_ASK && seat) {
        asked_answered(seat, envelope);
        return true;
    }
    if (request->kind != REQUEST_LEAVE || !seat)
        return false;
    seat->left = !error;
    if (error)
        copy_text(seat->asked.trouble, sizeof seat->asked.trouble, envelope->error->text);
    return true;
}

void model_receive(struct model *model, const Ibar__V1__Envelope *envelope) {
    struct request found = {.seat = REQUEST_NO_SEAT};
    bool answer = envelope->answers != 0 && request_take(model, envelope->answers, &found);
    struct seat *seat = !answer                     ? seat_of(model, envelope->seat)
                        : found.seat < model->seats ? model->seat[found.seat]
                                                    : NULL;
    if (answer && found.kind == REQUEST_EDIT && seat)
        plan_answered(seat, found.id, envelope->body_case == IBAR__V1__ENVELOPE__BODY_DONE);
    if (answer && on_answer(model, seat, &found, envelope))
        return;
    switch (envelope->body_case) {
    case IBAR__V1__ENVELOPE__BODY_WELCOME:
        on_welcome(model, envelope->welcome);
        return;
    case IBAR__V1__ENVELOPE__BODY_NOTICE:
        copy_text(model->notice, sizeof model->notice, envelope->notice->text);
        return;
    case IBAR__V1__ENVELOPE__BODY_ERROR:
        if (seat || !answer || found.kind == REQUEST_HELLO)
            on_error(model, seat, answer ? &found : NULL, envelope->error);
        return;
    default:
        break;
    }
    /* The umpire is given the seat that he plays. */
    if (!seat && !answer && envelope->body_case == IBAR__V1__ENVELOPE__BODY_JOINED)
        seat = seat_add(model, "");
    if (seat)
        on_seat(model, seat, envelope);
}
