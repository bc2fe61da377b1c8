/* Orders <-> messages. Ranges here are those of the fields; whether a unit, hex or contact exists is
 * rules_check's to say, from the view. */
#include "convert_room.h"

#include <string.h>

Ibar__V1__Order *convert_order(struct convert_arena *arena, const struct order *order) {
    Ibar__V1__Order *message = convert_alloc(arena, sizeof(*message));
    ibar__v1__order__init(message);
    message->kind = (char *)order_kind_name(order->kind);
    message->unit = order->unit;
    message->other = order->other;
    message->contact = order->contact;
    message->hex = order->hex;
    message->dir = order->dir;
    message->n_path = order->path_length;
    message->path = convert_path(arena, order->path, order->path_length);
    message->press_on = order->press_on;
    message->policy = order->policy;
    message->mode = order->mode;
    return message;
}

void reading_order(struct reading *reading, const Ibar__V1__Order *message, struct order *out) {
    memset(out, 0, sizeof(*out));
    int kind = order_kind_parse(message->kind);
    if (kind == ORDER_none) {
        reading_fail(reading, "order.kind",
                     "There is no order \"%.32s\": use a name of the rulebook, such as \"move\".",
                     message->kind);
        return;
    }
    out->kind = (uint8_t)kind;
    out->unit = (uint16_t)reading_take(reading, "order.unit", message->unit, UINT16_MAX);
    out->other = (uint16_t)reading_take(reading, "order.other", message->other, UINT16_MAX);
    out->contact = (uint16_t)reading_take(reading, "order.contact", message->contact, UINT16_MAX);
    out->hex = (hex_t)reading_take(reading, "order.hex", message->hex, UINT16_MAX);
    out->dir = (uint8_t)reading_take(reading, "order.dir", message->dir, DIR_COUNT - 1);
    out->press_on = message->press_on ? 1 : 0;
    out->policy = (uint8_t)reading_take(reading, "order.policy", message->policy, POLICY_COUNT - 1);
    out->mode = (uint8_t)reading_take(reading, "order.mode", message->mode, UINT8_MAX);
    out->path_length = reading_path(reading, "order.path", message->n_path, message->path, out->path);
}

bool convert_order_from(const Ibar__V1__Order *message, struct order *out, char *why, size_t size,
                        const char **field) {
    struct reading reading = {.why = why, .size = size};
    if (!message) {
        memset(out, 0, sizeof(*out));
        reading_fail(&reading, "order", "The order is missing: fill the field order.");
    } else {
        reading_order(&reading, message, out);
    }
    if (reading.bad && field) {
        *field = reading.field;
    }
    return !reading.bad;
}
