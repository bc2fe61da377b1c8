/* Orders and plans: names, and the list that a side enters for a turn. */
#include "orders.h"
#include "order_fields.h"

#include <assert.h>
#include <string.h>

struct order_row {
    const char *name, *letter, *sentence;
    char phase;
};

static const struct order_row rows[ORDER_COUNT] = {
    [ORDER_none] = {"none", "", "", 0},
#define ORDER(name, phase, letter, sentence) [ORDER_##name] = {#name, letter, sentence, #phase[0]},
    ORDER_KINDS(ORDER)
#undef ORDER
};

static const char *const refusal_names[REFUSAL_COUNT] = {
    "none",
#define REFUSAL(name, sentence) #name,
    REFUSALS(REFUSAL)
#undef REFUSAL
};

static const char *const refusal_sentences[REFUSAL_COUNT] = {
    "",
#define REFUSAL(name, sentence) sentence,
    REFUSALS(REFUSAL)
#undef REFUSAL
};

static const uint8_t fields[ORDER_COUNT] = {
    [ORDER_move] = FIELD_PATH,      [ORDER_fire_at] = FIELD_CONTACT, [ORDER_assault] = FIELD_HEX,
    [ORDER_load] = FIELD_OTHER,     [ORDER_call] = FIELD_CONTACT,    [ORDER_arrest] = FIELD_CONTACT,
    [ORDER_clear] = FIELD_DIR,      [ORDER_build] = FIELD_DIR,       [ORDER_dig_in] = FIELD_OTHER,
    [ORDER_push] = FIELD_HEX | FIELD_MODE, [ORDER_stir] = FIELD_HEX,
    [ORDER_talk] = FIELD_HEX,       [ORDER_escort] = FIELD_HEX,      [ORDER_look] = FIELD_HEX,        [ORDER_land] = FIELD_HEX,
    [ORDER_policy] = FIELD_POLICY,   [ORDER_place] = FIELD_HEX,
    [ORDER_engage] = FIELD_CONTACT | FIELD_MODE,
    [ORDER_lead] = FIELD_HEX | FIELD_DIR | FIELD_MODE,
    [ORDER_ask] = FIELD_OTHER | FIELD_HEX | FIELD_MODE,
    [ORDER_answer] = FIELD_OTHER | FIELD_HEX | FIELD_MODE,
};

static const char *const policy_names[POLICY_COUNT] = {"hold", "return", "free"};

static bool kind_is_known(int kind) {
    return kind > ORDER_none && kind < ORDER_COUNT;
}

unsigned order_fields(int kind) {
    return kind_is_known(kind) ? fields[kind] : 0;
}

const char *order_kind_name(int kind) {
    return rows[kind_is_known(kind) ? kind : ORDER_none].name;
}

int order_kind_parse(const char *name) {
    for (int kind = ORDER_none + 1; kind < ORDER_COUNT; kind++)
        if (strcmp(name, rows[kind].name) == 0)
            return kind;
    return ORDER_none;
}

const char *order_kind_letter(int kind) {
    return rows[kind_is_known(kind) ? kind : ORDER_none].letter;
}

const char *order_kind_sentence(int kind) {
    return rows[kind_is_known(kind) ? kind : ORDER_none].sentence;
}

char order_kind_phase(int kind) {
    return rows[kind_is_known(kind) ? kind : ORDER_none].phase;
}

const char *refusal_name(int reason) {
    return refusal_names[reason >= 0 && reason < REFUSAL_COUNT ? reason : REFUSAL_none];
}

const char *refusal_sentence(int reason) {
    return refusal_sentences[reason >= 0 && reason < REFUSAL_COUNT ? reason : REFUSAL_none];
}

const char *policy_name(int policy) {
    return policy >= 0 && policy < POLICY_COUNT ? policy_names[policy] : "unknown";
}

const char *ask_thing_words(int thing) {
    static const char *const words[ASK_THINGS] = {
        "support", "KSF teams with KFOR's consent", "KSF teams with or without KFOR's consent",
        "a mediated exit", "an escort of civilians"};
    return thing >= 0 && thing < ASK_THINGS ? words[thing] : "unknown";
}

bool order_is_of_side(const struct order *order) {
    return order->unit >= SIDE_ORDER_UNIT && order->unit < SIDE_ORDER_UNIT + SIDE_ORDER_SLOTS;
}

/* An order with the fields of its kind alone, so that equal plans are equal bytes. */
static struct order order_plain(const struct order *order) {
    struct order plain;
    memset(&plain, 0, sizeof plain);
    unsigned used = order_fields(order->kind);
    plain.kind = order->kind;
    plain.unit = order->unit;
    plain.policy = used & FIELD_POLICY ? order->policy : 0;
    plain.dir = used & FIELD_DIR ? order->dir : 0;
    plain.other = used & FIELD_OTHER ? order->other : 0;
    plain.contact = used & FIELD_CONTACT ? order->contact : 0;
    plain.hex = used & FIELD_HEX ? order->hex : 0;
    plain.mode = used & FIELD_MODE ? order->mode : 0;
    if (used & FIELD_PATH) {
        plain.press_on = order->press_on;
        plain.path_length = order->path_length <= PATH_MAX_HEXES ? order->path_length : PATH_MAX_HEXES;
        memcpy(plain.path, order->path, plain.path_length);
    }
    return plain;
}

bool order_equal(const struct order *a, const struct order *b) {
    struct order plain_a = order_plain(a), plain_b = order_plain(b);
    return memcmp(&plain_a, &plain_b, sizeof plain_a) == 0;
}

/* Sorted by unit, the policy last. */
static int plan_key(uint16_t unit, bool policy) {
    return unit * 2 + policy;
}

/* The first entry at or after the key: where it is or belongs. */
static unsigned plan_place(const struct plan *plan, int key) {
    unsigned at = 0;
    while (at < plan->count && plan_key(plan->order[at].unit, plan->order[at].kind == ORDER_policy) < key)
        at++;
    return at;
}

static bool plan_holds(const struct plan *plan, unsigned at, int key) {
    return at < plan->count && plan_key(plan->order[at].unit, plan->order[at].kind == ORDER_policy) == key;
}

bool plan_put(struct plan *plan, const struct order *order) {
    assert(kind_is_known(order->kind));
    int key = plan_key(order->unit, order->kind == ORDER_policy);
    unsigned at = plan_place(plan, key);
    if (!plan_holds(plan, at, key)) {
        if (plan->count >= PLAN_MAX)
            return false;
        memmove(&plan->order[at + 1], &plan->order[at], (plan->count - at) * sizeof plan->order[0]);
        plan->count++;
    }
    plan->order[at] = order_plain(order);
    return true;
}

bool plan_remove(struct plan *plan, uint16_t unit, bool policy) {
    int key = plan_key(unit, policy);
    unsigned at = plan_place(plan, key);
    if (!plan_holds(plan, at, key))
        return false;
    plan->count--;
    memmove(&plan->order[at], &plan->order[at + 1], (plan->count - at) * sizeof plan->order[0]);
    memset(&plan->order[plan->count], 0, sizeof plan->order[0]);
    return true;
}

const struct order *plan_find(const struct plan *plan, uint16_t unit, bool policy) {
    int key = plan_key(unit, policy);
    unsigned at = plan_place(plan, key);
    return plan_holds(plan, at, key) ? &plan->order[at] : NULL;
}
