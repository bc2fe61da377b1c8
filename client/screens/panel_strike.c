/* Preview of a shot against armour and of a missile (rulebook 7): the chance to hit with what moves it, what a hit
 * does, and what a launch costs. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define ROW_H 22

static float strike_chance(const struct strike_preview *strike, float x, float y, float w) {
    char value[8], words[48];
    panel_head(x, y, w, "Chance to hit", "d100");
    for (int i = 0; i < strike->modifiers; i++) {
        y += i ? 18 : 22;
        snprintf(words, sizeof words, "%s", modifier_words(strike->modifier[i].modifier));
        words[0] = (char)(words[0] >= 'a' && words[0] <= 'z' ? words[0] - 32 : words[0]);
        ui_text(UI_SANS, x, y, UI_TEXT, UI_LEFT, words);
        if (i == 0)
            snprintf(value, sizeof value, "%d", strike->modifier[i].value);
        else
            text_signed(strike->modifier[i].value, value);
        ui_text(UI_SANS_BOLD, x + w, y, UI_TEXT, UI_RIGHT, value);
    }
    y += 8;
    ui_fill(ui_rect(x, y, w, 1), UI_LINE, 0);
    ui_text(UI_SANS_BOLD, x, y + 17, UI_TEXT, UI_LEFT, "Hits with");
    snprintf(value, sizeof value, "%u %%", strike->chance);
    ui_text(UI_SANS_BOLD_LARGE, x + w, y + 17, UI_BRASS, UI_RIGHT, value);
    return y + 17;
}

static void effect_row(const char *words, double part, bool good, float x, float y, float w) {
    char value[16];
    float bar = w - 112 - 56;
    ui_text(UI_SANS, x, y + 15, part > 0 ? UI_TEXT : UI_DIM, UI_LEFT, words);
    ui_fill(ui_rect(x + 112, y + 5, bar, 13), UI_DESK_DEEP, 2);
    if (part > 0)
        ui_fill(ui_rect(x + 112, y + 5, bar * (float)part, 13), good ? UI_BRASS : UI_BAR_DIM, 2);
    snprintf(value, sizeof value, "%.1f %%", part * 100);
    ui_text(UI_SANS_BOLD, x + w, y + 15, part > 0 ? UI_TEXT : UI_DIM, UI_RIGHT, part > 0 ? value : "0 %");
}

/* Of one shot: the miss and the hit without effect together, then each effect. */
static float strike_effects(const struct ruleset *rules, const struct strike_preview *strike, float x, float y,
                            float w) {
    static const char *const words[STRIKE_COUNT] = {"Nothing", NULL, "Immobilised", "Destroyed"};
    char text[64], suppressed[32];
    double hit = strike->chance / 100.0;
    snprintf(text, sizeof text, "penetration %u, armour %u", strike->penetration, strike->armour);
    snprintf(suppressed, sizeof suppressed, "S%d", rules->number.effect_suppression);
    panel_head(x, y, w, "Outcomes", text);
    y += 8;
    for (int effect = STRIKE_COUNT - 1; effect >= 0; effect--, y += ROW_H) {
        double part = hit * strike->in_6[effect] / 6 + (effect == STRIKE_NOTHING ? 1 - hit : 0);
        effect_row(words[effect] ? words[effect] : suppressed, part, effect != STRIKE_NOTHING, x, y, w);
    }
    return y;
}

/* Whether an engine is cold is known from the last sight of it: it may have moved or fired since. */
static float cold_words(const struct strike_preview *strike, const struct view_contact *contact, float x, float y, float w) {
    char text[128];
    bool cold = false;
    for (int i = 0; i < strike->modifiers; i++)
        cold |= strike->modifier[i].modifier == MODIFIER_cold;
    if (!cold)
        return y;
    snprintf(text, sizeof text, "Cold as last sighted, turn %u, pulse %u: moving or firing warms it.", contact->turn,
             contact->pulse);
    return y + 17 * (float)ui_text_wrap(UI_SANS, x, y, w, 17, UI_DIM, text);
}

float panel_strike(const struct seat *seat, const struct strike_preview *strike, const struct view_contact *contact, float x,
                   float y, float w) {
    y = cold_words(strike, contact, x, strike_chance(strike, x, y, w) + 26, w);
    if (strike->building) {
        ui_text(UI_SANS, x, y, UI_DIM, UI_LEFT, "A hit is fire into the building:");
        return fire_outcomes(&seat->scenario->rules, strike->in_36, x, y + 22, w) + 6;
    }
    return strike_effects(&seat->scenario->rules, strike, x, y, w) + 12;
}

static bool is_at_armour(const struct scenario *scenario, const struct view_contact *contact) {
    if (contact->type >= scenario->rules.types || (contact->known & KNOWN_ON_FOOT))
        return false;
    const struct unit_type *type = &scenario->rules.type[contact->type];
    return type->move != MOVE_FOOT && (type->armour_front || type->armour_side || type->armour_roof);
}

static float price_row(const char *words, int value, float x, float y, float w) {
    char text[8];
    if (value == 0)
        return y;
    text_signed(value, text);
    ui_text(UI_SANS, x, y + 18, UI_TEXT, UI_LEFT, words);
    ui_text(UI_SANS_BOLD, x + w, y + 18, value < 0 ? UI_AMBER : UI_TEXT, UI_RIGHT, text);
    return y + 18;
}

float panel_launch_price(const struct seat *seat, const struct view_unit *unit, const struct view_contact *contact,
                         float x, float y, float w) {
    const struct ruleset *rules = &seat->scenario->rules;
    const struct rules_numbers *number = &rules->number;
    const struct unit_type *type = &rules->type[unit->type];
    bool armour = is_at_armour(seat->scenario, contact);
    uint32_t price = type->weapon > 0 && type->weapon <= rules->weapons ? rules->weapon[type->weapon - 1].price : 0;
    char text[128], money[24];
    money_text(price, money);
    panel_head(x, y, w, "Price of the launch", money);
    y = price_row("Legitimacy", number->launch_legitimacy + (armour ? 0 : number->launch_other_legitimacy), x, y + 4, w);
    y = price_row("Tension", armour ? 0 : number->launch_other_tension, x, y, w);
    y = price_row("Points of your side", number->launch_points, x, y, w);
    if (!armour)
        y += 18 * (float)ui_text_wrap(UI_NARROW, x, y + 18, w, 16, UI_AMBER,
                                      "Not at armour: that is the dearer part of it.");
    bill_price_text(price, text, sizeof text);
    y += 16 * (float)ui_text_wrap(UI_NARROW, x, y + 18, w, 16, UI_DIM, text);
    if (seat->view.launches[seat->side] > 0) {
        char sum[96];
        bill_sum_text(seat->view.launches[seat->side], seat->view.bill[seat->side], sum, sizeof sum);
        snprintf(text, sizeof text, "So far: %s", sum);
        y += 16 * (float)ui_text_wrap(UI_NARROW, x, y + 18, w, 16, UI_DIM, text);
    }
    return y + 14;
}
