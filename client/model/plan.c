/* The plan of a seat in step with the server: edits show at once and are taken out again when they are
 * refused. */
#include "model_internal.h"

#include <stdio.h>
#include <string.h>

static void plan_apply(struct plan *plan, const struct edit *edit) {
    if (edit->after.kind != ORDER_none)
        plan_put(plan, &edit->after);
    else
        plan_remove(plan, edit->before.unit, edit->before.kind == ORDER_policy);
}

static void plan_rebuild(struct seat *seat) {
    seat->view.plan = seat->confirmed;
    for (size_t i = 0; i < seat->pendings; i++)
        plan_apply(&seat->view.plan, &seat->pending[i]);
}

void plan_new_view(struct seat *seat, const struct plan *confirmed, bool new_turn) {
    struct plan plan = *confirmed;
    seat->confirmed = plan;
    if (new_turn) {
        seat->pendings = seat->undos = seat->redos = 0;
        seat->refusal[0] = 0;
        seat->refusal_level = 0;
    }
    plan_rebuild(seat);
}

static void edits_drop(struct edit *edits, size_t *count, uint64_t id) {
    for (size_t i = 0; i < *count; i++) {
        if (edits[i].id != id)
            continue;
        memmove(&edits[i], &edits[i + 1], (*count - i - 1) * sizeof *edits);
        (*count)--;
        return;
    }
}

static void edits_push(struct edit *edits, size_t *count, const struct edit *edit) {
    if (*count == MODEL_EDIT_MAX) {
        memmove(&edits[0], &edits[1], (MODEL_EDIT_MAX - 1) * sizeof *edits);
        (*count)--;
    }
    edits[(*count)++] = *edit;
}

void plan_answered(struct seat *seat, uint64_t id, bool done) {
    for (size_t i = 0; i < seat->pendings; i++) {
        if (seat->pending[i].id != id)
            continue;
        if (done)
            plan_apply(&seat->confirmed, &seat->pending[i]);
        edits_drop(seat->pending, &seat->pendings, id);
        break;
    }
    if (!done) {
        edits_drop(seat->undo, &seat->undos, id);
        edits_drop(seat->redo, &seat->redos, id);
    }
    plan_rebuild(seat);
}

void plan_refused(struct seat *seat, const char *text) {
    snprintf(seat->refusal, sizeof seat->refusal, "%s", text);
    seat->refusal_level = 0;
}

/* Sends an edit and shows it. */
static bool plan_submit(struct model *model, struct seat *seat, struct edit *edit) {
    if (seat->pendings == MODEL_EDIT_MAX)
        return false;
    edit->id = request_edit(model, seat, edit);
    if (!edit->id) {
        plan_refused(seat, "The connection does not take the order now: try again in a moment.");
        return false;
    }
    seat->pending[seat->pendings++] = *edit;
    plan_rebuild(seat);
    return true;
}

struct check model_check(const struct seat *seat, const struct order *order) {
    return rules_check(seat->scenario, &seat->view, order);
}

bool model_order_put(struct model *model, size_t index, const struct order *order, struct check *check) {
    struct seat *seat = model->seat[index];
    struct check found = {.verdict = VERDICT_NO, .reason = REFUSAL_game_over};
    if (seat->phase == SEAT_ORDERS)
        found = seat->committed ? (struct check){VERDICT_NO, REFUSAL_committed, 0} : model_check(seat, order);
    if (check)
        *check = found;
    if (found.verdict == VERDICT_NO) {
        plan_refused(seat, refusal_sentence(found.reason));
        seat->refusal_level = found.reason == REFUSAL_level ? found.level : 0;
        return false;
    }
    const struct order *before = plan_find(&seat->view.plan, order->unit, order->kind == ORDER_policy);
    if (before && order_equal(before, order))
        return true;
    struct edit edit = {.after = *order};
    if (before)
        edit.before = *before;
    if (!plan_submit(model, seat, &edit))
        return false;
    plan_refused(seat, "");
    edits_push(seat->undo, &seat->undos, &edit);
    seat->redos = 0;
    return true;
}

bool model_order_remove(struct model *model, size_t index, uint16_t unit, bool policy) {
    struct seat *seat = model->seat[index];
    const struct order *before = plan_find(&seat->view.plan, unit, policy);
    if (!before)
        return false;
    if (seat->committed) {
        plan_refused(seat, refusal_sentence(REFUSAL_committed));
        return false;
    }
    struct edit edit = {.before = *before};
    if (!plan_submit(model, seat, &edit))
        return false;
    edits_push(seat->undo, &seat->undos, &edit);
    seat->redos = 0;
    return true;
}

/* Carries the last edit of one stack out the other way and moves it to the other stack. */
static bool plan_turn_back(struct model *model, struct seat *seat, bool undo) {
    size_t *from = undo ? &seat->undos : &seat->redos, *to = undo ? &seat->redos : &seat->undos;
    if (*from == 0 || seat->committed || seat->phase != SEAT_ORDERS)
        return false;
    struct edit edit = (undo ? seat->undo : seat->redo)[*from - 1];
    struct edit back = {.before = undo ? edit.after : edit.before, .after = undo ? edit.before : edit.after};
    if (!plan_submit(model, seat, &back))
        return false;
    (*from)--;
    edit.id = back.id;
    edits_push(undo ? seat->redo : seat->undo, to, &edit);
    return true;
}

bool model_undo(struct model *model, size_t index) {
    return plan_turn_back(model, model->seat[index], true);
}
bool model_redo(struct model *model, size_t index) {
    return plan_turn_back(model, model->seat[index], false);
}

int model_cost(const struct seat *seat) {
    return seat->has_view ? rules_plan_cost(seat->scenario, &seat->view, &seat->view.plan) : 0;
}
