/* Events: how the engine fills and emits them, and the names of what is in them. */
#include "rule.h"

#include <string.h>

const char *event_kind_name(int kind) {
    static const char *const name[EVENT_COUNT] = {"none",
#define EVENT(name, sentence) #name,
                                                  EVENT_KINDS(EVENT)
#undef EVENT
    };
    return kind >= 0 && kind < EVENT_COUNT ? name[kind] : "unknown";
}

const char *modifier_words(int modifier) {
    static const char *const words[MODIFIER_COUNT] = {"",
#define MODIFIER(name, words) words,
                                                      MODIFIERS(MODIFIER)
#undef MODIFIER
    };
    return modifier >= 0 && modifier < MODIFIER_COUNT ? words[modifier] : "";
}

/* The step in which events of a kind fall; the Close and Upkeep take all others. */
static int step_of(int pulse, int kind) {
    switch (kind) {
    case EVENT_sighted:
    case EVENT_lost_sight:
    case EVENT_decoy_removed:
        return DICE_STEP_SIGHT;
    case EVENT_step_lost:
    case EVENT_collateral:
    case EVENT_no_collateral:
    case EVENT_shot:
    case EVENT_aimed:
    case EVENT_launched_top:
    case EVENT_launched_direct:
    case EVENT_penetrated:
    case EVENT_site_hit:
    case EVENT_suppressed:
    case EVENT_fell_back:
    case EVENT_eliminated:
        return DICE_STEP_FIRE;
    case EVENT_exposed:
    case EVENT_assaulted:
    case EVENT_defended:
        return DICE_STEP_CONTACT;
    case EVENT_surrendered:
        return pulse == 7 ? DICE_STEP_CLOSE : DICE_STEP_CONTACT;
    default:
        break;
    }
    if (pulse == 0)
        return DICE_STEP_UPKEEP;
    return pulse == 7 ? DICE_STEP_CLOSE : DICE_STEP_MOVE;
}

void event_begin(const struct turn *turn, struct event *event, int kind) {
    static const struct unit_ref nobody = {REF_NONE, TYPE_NONE, 0, SIDE_NONE, UNIT_NONE};
    memset(event, 0, sizeof *event);
    event->kind = (uint8_t)kind;
    event->pulse = turn->state->pulse;
    event->step = (uint8_t)step_of(turn->state->pulse, kind);
    event->side = SIDE_NONE;
    event->hex = HEX_NONE;
    event->hex2 = HEX_NONE;
    event->unit = nobody;
    event->other = nobody;
}

void event_unit(const struct turn *turn, struct unit_ref *ref, uint16_t unit) {
    if (!turn->sink || unit == UNIT_NONE)
        return;
    const struct unit *named = &turn->state->unit[unit];
    uint8_t class_ = unit_is_on_foot(turn->scenario, named) ? CLASS_FOOT : CLASS_VEHICLE;
    *ref = (struct unit_ref){REF_UNIT, named->type, class_, named->side, unit};
}

void event_modifier(struct event *event, int modifier, int value) {
    if (!event || value == 0 || event->modifiers >= EVENT_MODIFIERS_MAX)
        return;
    event->modifier[event->modifiers++] = (struct modifier_value){(uint8_t)modifier, (int8_t)value};
}

void event_emit(const struct turn *turn, struct event *event) {
    if (!turn->sink || !turn->sink->emit)
        return;
    event->seen_by = event_told(turn->scenario, turn->state, event);
    turn->sink->emit(turn->sink->ctx, turn->scenario, turn->state, event);
}

bool event_dice_address(const struct event *event, int turn, struct dice_address *out) {
    uint16_t unit = event->unit.kind == REF_NONE ? 0 : event->unit.id;
    uint16_t other = event->other.kind == REF_NONE ? 0 : event->other.id;
    if (event->dice_count == 0)
        return false;
    *out = (struct dice_address){.turn = (uint16_t)turn,
                                 .pulse = event->pulse,
                                 .step = event->step,
                                 .purpose = event->purpose,
                                 .k = event->dice_k,
                                 .unit = unit,
                                 .other = other};
    if (event->kind == EVENT_announced)
        out->unit = (uint16_t)event->value;
    /* These are thrown for who suffers, with who causes it second. */
    if (event->kind == EVENT_step_lost || event->kind == EVENT_trap_sprung || event->kind == EVENT_thrown) {
        out->unit = other;
        out->other = unit;
    }
    if (event->kind == EVENT_searched || event->kind == EVENT_trap_found || event->kind == EVENT_pushed ||
        event->kind == EVENT_talked)
        out->other = event->hex;
    return true;
}
