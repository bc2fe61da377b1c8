/* ViewDelta: to a client that takes them a seat's View is told as what changed since the last. The server keeps of each
 * such seat the packed bytes of the View that was sent last, also after its connection broke, until somebody else takes
 * the seat. */
#include "session_room.h"

#include <stdlib.h>

/* A sequence that a client claims to have is taken up below this alone, so that it can go on rising. */
#define SEQUENCE_MOST (UINT64_MAX / 2)

struct seen {
    uint64_t sequence, hash;
    size_t size;
    uint8_t bytes[];
};

void delta_forget(struct receiver *seat) {
    free(seat->seen);
    seat->seen = NULL;
}

void delta_forget_all(struct game *game) {
    for (int side = 0; side < SIDE_MAX; side++) {
        delta_forget(&game->seat[side]);
    }
    for (struct observer *observer = game->observers; observer; observer = observer->next) {
        delta_forget(&observer->at);
    }
}

/* Without memory nothing is kept: the next View is whole. */
static void seen_keep(struct receiver *seat, const Ibar__V1__View *view) {
    size_t size = ibar__v1__view__get_packed_size(view);
    delta_forget(seat);
    seat->seen = malloc(sizeof(*seat->seen) + size);
    if (seat->seen) {
        seat->seen->sequence = view->sequence;
        seat->seen->hash = view->hash;
        seat->seen->size = size;
        ibar__v1__view__pack(view, seat->seen->bytes);
    }
}

void delta_make(struct receiver *to, struct convert_arena *arena, Ibar__V1__Envelope *envelope) {
    if (!to->session->deltas || to->whole) {
        delta_forget(to);
        return;
    }
    const Ibar__V1__View *view = envelope->view;
    const Ibar__V1__View *before =
        to->seen ? convert_view_unpack(arena, to->seen->bytes, to->seen->size) : NULL;
    Ibar__V1__ViewDelta *delta = before ? convert_delta(arena, before, view) : NULL;
    seen_keep(to, view);
    if (delta && ibar__v1__view_delta__get_packed_size(delta) < ibar__v1__view__get_packed_size(view)) {
        envelope->body_case = IBAR__V1__ENVELOPE__BODY_VIEW_DELTA;
        envelope->view_delta = delta;
    }
}

void delta_join(struct game *game, int side, uint64_t sequence, uint64_t hash) {
    struct receiver *seat = &game->seat[side];
    bool asked = seat->session->deltas && sequence > 0 && sequence < SEQUENCE_MOST;
    if (asked && seat->seen && seat->seen->sequence == sequence && seat->seen->hash == hash) {
        return;
    }
    delta_forget(seat);
    if (!asked || table_phase(game->table) == TABLE_LOBBY) {
        return;
    }
    /* Not kept, as after a start of the server; but when nothing has changed, it is the view of now. */
    struct view *view = &game->host->view;
    table_view(game->table, side, view);
    if (view_hash(view) != hash) {
        return;
    }
    struct convert_arena arena = {0};
    seen_keep(seat, convert_view(&arena, table_scenario(game->table), view, sequence));
    convert_arena_free(&arena);
    if (seat->sequence < sequence) {
        seat->sequence = sequence;
    }
}
