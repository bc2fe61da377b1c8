/* Rules structs <-> messages: the only place that knows both. Encoding goes straight into a buffer of the caller;
 * decoding takes messages that protobuf-c has unpacked and checks every range. */
#ifndef IBAR_PROTO_CONVERT_H
#define IBAR_PROTO_CONVERT_H

#include "ibar.pb-c.h"
#include "rules/rules.h"

/* Memory for the messages of one envelope: freed at once. All-zero is empty. */
struct convert_arena {
    struct convert_block *blocks;
};
void *convert_alloc(struct convert_arena *arena, size_t size); /* zeroed; aborts when memory runs out */
void convert_arena_free(struct convert_arena *arena);

Ibar__V1__Order *convert_order(struct convert_arena *arena, const struct order *order);
/* False with a sentence in `why` and the field's name in `field`. */
bool convert_order_from(const Ibar__V1__Order *message, struct order *out, char *why, size_t size,
                        const char **field);

Ibar__V1__View *convert_view(struct convert_arena *arena, const struct scenario *scenario, const struct view *view,
                             uint64_t sequence);
/* False with a sentence in `why` when a number is out of range for this scenario or the hash does not agree. */
bool convert_view_from(const struct scenario *scenario, const Ibar__V1__View *message, struct view *out, char *why,
                       size_t size);

/* What changed from one view of a side to a later one; it points into `after`. NULL when their units or contacts do not
 * rise by number, so that only the whole view can be told. */
Ibar__V1__ViewDelta *convert_delta(struct convert_arena *arena, const Ibar__V1__View *before,
                                   const Ibar__V1__View *after);
/* The view that a delta makes of `before`; it points into both. NULL with a sentence in `why` when the delta is not one
 * of that view. Whether it is whole, its hash tells: convert_view_from. */
Ibar__V1__View *convert_delta_apply(struct convert_arena *arena, const Ibar__V1__View *before,
                                    const Ibar__V1__ViewDelta *delta, char *why, size_t size);
/* Unpacks a View of bytes that this program has packed: aborts when memory runs out. NULL when they are none. */
Ibar__V1__View *convert_view_unpack(struct convert_arena *arena, const uint8_t *bytes, size_t size);

#define REPORT_TRUTH 255u /* Report.side */
Ibar__V1__Report *convert_report(struct convert_arena *arena, unsigned turn, const struct event *events,
                                 size_t count);
/* Converts one event of a report. False when it is of a kind or range that this program does not know. */
bool convert_event_from(const struct scenario *scenario, const Ibar__V1__Event *message, struct event *out);

/* Unpacks an envelope with bounds on its memory (at most `limit` bytes of nested messages). NULL when it is not an
 * Envelope or exceeds them. Free with convert_envelope_free. */
Ibar__V1__Envelope *convert_unpack(const uint8_t *bytes, size_t size, size_t limit);
void convert_envelope_free(Ibar__V1__Envelope *envelope);

#endif
