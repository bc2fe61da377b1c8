/* Events of a side's report <-> messages. Who else saw an event is never sent. */
#include "convert_room.h"

#include <string.h>

/* Names of modifiers on the wire: those of the list in events.h. */
static const char *const modifier_name[MODIFIER_COUNT] = {"",
#define MODIFIER(name, words) #name,
                                                          MODIFIERS(MODIFIER)
#undef MODIFIER
};

static int modifier_parse(const char *name) {
    for (int i = 1; i < MODIFIER_COUNT; i++) {
        if (strcmp(modifier_name[i], name) == 0) {
            return i;
        }
    }
    return MODIFIER_none;
}

static int event_kind_parse(const char *name) {
    for (int i = 1; i < EVENT_COUNT; i++) {
        if (strcmp(event_kind_name(i), name) == 0) {
            return i;
        }
    }
    return EVENT_none;
}

static Ibar__V1__Ref *ref_to(struct convert_arena *arena, const struct unit_ref *ref) {
    if (ref->kind == REF_NONE) {
        return NULL;
    }
    Ibar__V1__Ref *message = convert_alloc(arena, sizeof(*message));
    ibar__v1__ref__init(message);
    message->kind = ref->kind;
    message->id = ref->id;
    message->type = ref->type;
    message->class_ = ref->class_;
    message->side = ref->side;
    return message;
}

static void modifiers_to(struct convert_arena *arena, const struct event *event, Ibar__V1__Event *message) {
    message->n_modifiers = event->modifiers;
    message->modifiers = convert_array(arena, event->modifiers, sizeof(*message->modifiers));
    for (size_t i = 0; i < event->modifiers; i++) {
        Ibar__V1__Modifier *modifier = convert_alloc(arena, sizeof(*modifier));
        ibar__v1__modifier__init(modifier);
        modifier->name = (char *)modifier_name[event->modifier[i].modifier];
        modifier->value = event->modifier[i].value;
        message->modifiers[i] = modifier;
    }
}

static Ibar__V1__Event *event_to(struct convert_arena *arena, const struct event *event) {
    Ibar__V1__Event *message = convert_alloc(arena, sizeof(*message));
    ibar__v1__event__init(message);
    message->kind = (char *)event_kind_name(event->kind);
    message->pulse = event->pulse;
    message->step = event->step;
    message->side = event->side;
    message->result = event->result;
    message->value = event->value;
    message->hex = event->hex;
    message->hex2 = event->hex2;
    message->unit = ref_to(arena, &event->unit);
    message->other = ref_to(arena, &event->other);
    message->purpose = event->purpose;
    message->dice_k = event->dice_k;
    message->dice_sides = event->dice_sides;
    message->n_dice = event->dice_count;
    message->dice = convert_path(arena, event->dice, event->dice_count);
    modifiers_to(arena, event, message);
    return message;
}

Ibar__V1__Report *convert_report(struct convert_arena *arena, unsigned turn, const struct event *events,
                                 size_t count) {
    Ibar__V1__Report *message = convert_alloc(arena, sizeof(*message));
    ibar__v1__report__init(message);
    message->turn = turn;
    message->n_events = count;
    message->events = convert_array(arena, count, sizeof(*message->events));
    for (size_t i = 0; i < count; i++) {
        message->events[i] = event_to(arena, &events[i]);
    }
    return message;
}

static void ref_from(struct reading *in, const Ibar__V1__Ref *message, struct unit_ref *out) {
    *out = (struct unit_ref){.kind = REF_NONE, .type = TYPE_NONE, .side = SIDE_NONE, .id = UNIT_NONE};
    if (!message) {
        return;
    }
    out->kind = (uint8_t)reading_take(in, "ref.kind", message->kind, REF_CONTACT);
    out->type = reading_type(in, "ref.type", message->type);
    out->class_ = (uint8_t)reading_take(in, "ref.class", message->class_, CLASS_COUNT - 1);
    out->side = reading_side(in, "ref.side", message->side);
    unsigned units = in->scenario->roster_count ? in->scenario->roster_count - 1u : 0;
    out->id = (uint16_t)reading_take(in, "ref.id", message->id, out->kind == REF_UNIT ? units : UINT16_MAX);
}

bool convert_event_from(const struct scenario *scenario, const Ibar__V1__Event *message, struct event *out) {
    struct reading in = {.scenario = scenario};
    memset(out, 0, sizeof(*out));
    out->kind = (uint8_t)event_kind_parse(message->kind);
    if (out->kind == EVENT_none) {
        return false;
    }
    out->pulse = (uint8_t)reading_take(&in, "pulse", message->pulse, 7);
    out->step = (uint8_t)reading_take(&in, "step", message->step, DICE_STEP_CLOSE);
    out->side = reading_side(&in, "side", message->side);
    out->result = (uint8_t)reading_take(&in, "result", message->result, UINT8_MAX);
    out->value = (int16_t)reading_take_signed(&in, "value", message->value, INT16_MIN, INT16_MAX);
    out->hex = reading_hex(&in, "hex", message->hex);
    out->hex2 = reading_hex(&in, "hex2", message->hex2);
    ref_from(&in, message->unit, &out->unit);
    ref_from(&in, message->other, &out->other);
    out->purpose = (uint8_t)reading_take(&in, "purpose", message->purpose, UINT8_MAX);
    out->dice_k = (uint8_t)reading_take(&in, "dice_k", message->dice_k, UINT8_MAX);
    out->dice_sides = (uint8_t)reading_take(&in, "dice_sides", message->dice_sides, UINT8_MAX);
    if (reading_count(&in, "dice", message->n_dice, EVENT_DICE_MAX)) {
        out->dice_count = (uint8_t)message->n_dice;
        for (size_t i = 0; i < message->n_dice; i++) {
            out->dice[i] = (uint8_t)reading_take(&in, "dice", message->dice[i], out->dice_sides);
        }
    }
    if (reading_count(&in, "modifiers", message->n_modifiers, EVENT_MODIFIERS_MAX)) {
        out->modifiers = (uint8_t)message->n_modifiers;
        for (size_t i = 0; i < message->n_modifiers; i++) {
            int modifier = modifier_parse(message->modifiers[i]->name);
            in.bad |= modifier == MODIFIER_none;
            out->modifier[i].modifier = (uint8_t)modifier;
            out->modifier[i].value = (int8_t)reading_take_signed(
                &in, "modifiers", message->modifiers[i]->value, INT8_MIN, INT8_MAX);
        }
    }
    return !in.bad;
}
