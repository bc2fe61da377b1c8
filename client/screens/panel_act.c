/* What an order that dice decide needs and what it does, before it is given (rulebook 6, 9): every number is the rules'
 * preview. What is not known to the side is said as such. */
#include "app_internal.h"

#include "rules/preview.h"

#include <stdio.h>
#include <string.h>

bool orders_have_dice(int kind) {
    return kind == ORDER_push || kind == ORDER_talk || kind == ORDER_call || kind == ORDER_arrest ||
           kind == ORDER_assault;
}

static void per_cent(int low, int high, int of, char *out, size_t size) {
    if (low == high)
        snprintf(out, size, "%.1f %%", low * 100.0 / of);
    else
        snprintf(out, size, "%.1f – %.1f %%", low * 100.0 / of, high * 100.0 / of);
}

static float value_row(const char *words, int value, float x, float y, float w) {
    char text[8], label[48];
    snprintf(label, sizeof label, "%s", words);
    label[0] = (char)(label[0] >= 'a' && label[0] <= 'z' ? label[0] - 32 : label[0]);
    text_signed(value, text);
    ui_text(UI_SANS, x, y, UI_TEXT, UI_LEFT, label);
    ui_text(UI_SANS_BOLD, x + w, y, UI_TEXT, UI_RIGHT, text);
    return y + 19;
}

static float box(const char *words, const char *value, unsigned colour, float x, float y, float w) {
    struct ui_rect at = ui_rect(x, y, w, 34);
    ui_fill(at, UI_RAISED, 4);
    ui_frame(at, UI_OFF_LINE, 4, 1);
    ui_text(UI_SANS, x + 10, y + 22, UI_DIM, UI_LEFT, words);
    ui_text(UI_SANS_BOLD_LARGE, x + w - 10, y + 23, colour, UI_RIGHT, value);
    return y + 46;
}

static float lines(const char *text, unsigned colour, float x, float y, float w) {
    return text[0] ? y + 16 * (float)ui_text_wrap(UI_SANS, x, y + 12, w, 16, colour, text) + 6 : y;
}

/* What hangs on what the side does not know, a paragraph each. */
static float unknowns(const struct seat *seat, unsigned unknown, unsigned open_hexes, float x, float y, float w) {
    const struct rules_numbers *number = &seat->scenario->rules.number;
    char suppression[96], open[160];
    snprintf(suppression, sizeof suppression, "Its suppression is not known: it must be %d or more, else it does not listen.",
             number->call_suppression);
    snprintf(open, sizeof open, "%u of the hexes round it %s neither held nor watched by your units as they stand: all must be, at the Close.",
             open_hexes, open_hexes == 1 ? "is" : "are");
    const struct {
        unsigned bit;
        const char *text;
    } said[] = {
        {PREVIEW_TYPE, "It is only suspected: what it is, how strong, and whether it is a decoy are not known."},
        {PREVIEW_STEPS, "It is reduced: how many steps are left is not known."},
        {PREVIEW_SUPPRESSION, suppression},
        {PREVIEW_SURROUNDED, open},
        {PREVIEW_LEADER, "A leader of its side near it would hold it: whether there is one is not known."},
        {PREVIEW_DUG_IN, "Whether they are dug in is not known."},
        {PREVIEW_COVER, "If they came into this hex after you, their cover does not count."},
        {PREVIEW_STAYS, "It may move away before."},
        {PREVIEW_OTHERS_PUSH, "Units of other sides that push the same crowd would add to it."},
        {PREVIEW_CACHE, "Whether a cache lies here is not known."},
        {PREVIEW_HIDDEN, "For each who is hidden here; whether anybody is, is not known."},
    };
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        if (unknown & said[i].bit)
            y = lines(said[i].text, UI_DIM, x, y, w);
    return y;
}

/* What it does when it works, and when it does not. */
static void effect_words(const struct seat *seat, const struct order *order, char *yes, char *no, size_t size) {
    const struct rules_numbers *number = &seat->scenario->rules.number;
    yes[0] = no[0] = 0;
    switch (order->kind) {
    case ORDER_push:
        snprintf(yes, size, "If it works the crowd goes one hex away and loses 1 strength.%s",
                 order->mode ? " Gas is used up and angers it by " : "");
        if (order->mode)
            snprintf(yes + strlen(yes), size - strlen(yes), "%d.", number->anger_gas);
        snprintf(no, size, "If not, its anger rises by %d.", number->anger_pushed);
        break;
    case ORDER_talk:
        snprintf(yes, size, "If it listens its anger falls by %d at the Close.", -number->anger_talked);
        snprintf(no, size, "If not, nothing is lost.");
        break;
    case ORDER_call:
        snprintf(yes, size, "If it gives up it lays down its arms and can be arrested.");
        break;
    case ORDER_arrest:
        snprintf(yes, size, "If it works they leave the map as detainees: legitimacy %+d. A crowd near takes it ill: anger %+d.",
                 number->legitimacy_detainee, number->anger_arrest);
        snprintf(no, size, "If not, they get away, and their side knows that you know them.");
        break;
    }
}

static float act_body(const struct seat *seat, const struct order *order, const struct act_preview *act, float x,
                      float y, float w) {
    char text[96], yes[200], no[200];
    int best = act->needs[PREVIEW_AT_BEST], worst = act->needs[PREVIEW_AT_WORST];
    bool call = order->kind == ORDER_call;
    panel_head(x, y, w, call ? "It holds out up to" : "Added to two dice", "");
    y += 23;
    for (int i = 0; i < act->modifiers; i++)
        y = value_row(modifier_words(act->modifier[i].modifier), act->modifier[i].value, x, y, w);
    if (act->modifiers == 0) {
        ui_text(UI_SANS, x, y, UI_DIM, UI_LEFT, call ? "not known: it is only suspected" : "nothing");
        y += 19;
    }
    ui_fill(ui_rect(x, y - 11, w, 1), UI_LINE, 0);
    if (best == worst)
        snprintf(text, sizeof text, best > 12 ? "more than 12" : "%d or more", best < 2 ? 2 : best);
    else
        snprintf(text, sizeof text, "%d to %d or more", best < 2 ? 2 : best, worst);
    ui_text(UI_SANS_BOLD, x, y + 7, UI_TEXT, UI_LEFT, "Two dice must show");
    ui_text(UI_SANS_BOLD, x + w, y + 7, UI_BRASS, UI_RIGHT, text);
    per_cent(act->in_36[PREVIEW_AT_WORST], act->in_36[PREVIEW_AT_BEST], 36, text, sizeof text);
    y = box(call ? "It gives up with" : "It works with", text, UI_TEXT, x, y + 19, w);
    if (act->others > 0) {
        snprintf(text, sizeof text, "%u of your units push%s with it by your plan.", act->others, act->others == 1 ? "es" : "");
        y = lines(text, UI_TEXT, x, y, w);
    }
    effect_words(seat, order, yes, no, sizeof yes);
    y = lines(yes, UI_TEXT, x, y, w);
    y = lines(no, UI_TEXT, x, y, w);
    return unknowns(seat, act->unknown, act->open_hexes, x, y, w);
}

static void span(int least, int most, char *out, size_t size) {
    if (least == most)
        snprintf(out, size, "+ %d", least);
    else
        snprintf(out, size, "+ %d – %d", least, most);
}

static float strength_row(const char *words, int a, int least, int most, bool bold, float x, float y, float w) {
    char mine[24], theirs[24];
    enum ui_font font = bold ? UI_SANS_BOLD : UI_SANS;
    snprintf(mine, sizeof mine, "+ %d", a);
    span(least, most, theirs, sizeof theirs);
    ui_text(font, x, y, UI_TEXT, UI_LEFT, words);
    ui_text(UI_SANS_BOLD, x + w - 90, y, bold ? UI_BRASS : UI_TEXT, UI_RIGHT, mine);
    ui_text(UI_SANS_BOLD, x + w, y, bold ? UI_BRASS : UI_TEXT, UI_RIGHT, theirs);
    return y + 19;
}

static int strength_sum(const struct assault_strength *strength) {
    return strength->firepower + strength->steps + strength->cover;
}

static float assault_outcomes(const struct assault_preview *assault, float x, float y, float w) {
    static const struct {
        uint8_t outcome;
        const char *words;
    } rows[] = {{ASSAULT_WON_HEX, "Takes the hex"}, {ASSAULT_WON, "Wins"}, {ASSAULT_TIE, "A tie"},
                {ASSAULT_LOST, "Fails"}, {ASSAULT_LOST_HEX, "Thrown back"}};
    bool differ = memcmp(assault->in_1296[PREVIEW_AT_BEST], assault->in_1296[PREVIEW_AT_WORST],
                         sizeof assault->in_1296[0]) != 0;
    panel_head(x, y, w, "Outcomes", differ ? "at worst, at best" : "");
    y += 8;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++, y += 22) {
        int worst = assault->in_1296[PREVIEW_AT_WORST][rows[i].outcome],
            best = assault->in_1296[PREVIEW_AT_BEST][rows[i].outcome];
        bool good = rows[i].outcome == ASSAULT_WON || rows[i].outcome == ASSAULT_WON_HEX;
        char text[24];
        float bar = w - 96 - 104;
        ui_text(UI_SANS, x, y + 15, UI_TEXT, UI_LEFT, rows[i].words);
        ui_fill(ui_rect(x + 96, y + 5, bar, 13), UI_DESK_DEEP, 2);
        ui_fill(ui_rect(x + 96, y + 5, bar * (float)worst / 1296, differ ? 6 : 13), good ? UI_BRASS : UI_BAR_DIM, 1);
        if (differ)
            ui_fill(ui_rect(x + 96, y + 12, bar * (float)best / 1296, 6), good ? UI_BRASS : UI_BAR_DIM, 1);
        if (differ)
            snprintf(text, sizeof text, "%.1f %%", worst * 100.0 / 1296);
        else
            text[0] = 0;
        ui_text(UI_SANS_BOLD, x + w - 54, y + 15, UI_TEXT, UI_RIGHT, text);
        snprintf(text, sizeof text, "%.1f %%", best * 100.0 / 1296);
        ui_text(UI_SANS_BOLD, x + w, y + 15, UI_TEXT, UI_RIGHT, text);
    }
    return y + 4;
}

static float assault_body(const struct seat *seat, const struct assault_preview *assault, float x, float y, float w) {
    const struct rules_numbers *number = &seat->scenario->rules.number;
    const struct assault_strength *best = &assault->defence[PREVIEW_AT_BEST],
                                  *worst = &assault->defence[PREVIEW_AT_WORST];
    char text[200];
    panel_head(x, y, w, "Added to two dice", "");
    ui_text(UI_NARROW, x + w - 90, y, UI_DIM, UI_RIGHT, "you");
    ui_text(UI_NARROW, x + w, y, UI_DIM, UI_RIGHT, "they");
    y = strength_row("Firepower", assault->attack.firepower, best->firepower, worst->firepower, false, x, y + 23, w);
    y = strength_row("Steps", assault->attack.steps, best->steps, worst->steps, false, x, y, w);
    y = strength_row("Half the cover", 0, best->cover, worst->cover, false, x, y, w);
    ui_fill(ui_rect(x, y - 11, w, 1), UI_LINE, 0);
    y = strength_row("Together", strength_sum(&assault->attack), strength_sum(best), strength_sum(worst), true, x,
                     y + 7, w) + 8;
    y = assault_outcomes(assault, x, y, w);
    int worst_wins = assault->in_1296[PREVIEW_AT_WORST][ASSAULT_WON] + assault->in_1296[PREVIEW_AT_WORST][ASSAULT_WON_HEX];
    int best_wins = assault->in_1296[PREVIEW_AT_BEST][ASSAULT_WON] + assault->in_1296[PREVIEW_AT_BEST][ASSAULT_WON_HEX];
    per_cent(worst_wins, best_wins, 1296, text, sizeof text);
    y = box("You win with", text, UI_TEXT, x, y, w);
    if (assault->attackers > 1) {
        snprintf(text, sizeof text, "%u of your units fight together.", assault->attackers);
        y = lines(text, UI_TEXT, x, y, w);
    }
    if (assault->apart > 0) {
        snprintf(text, sizeof text, "%u more of your plan get%s there in another pulse and fight%s alone.", assault->apart,
                 assault->apart == 1 ? "s" : "", assault->apart == 1 ? "s" : "");
        y = lines(text, UI_AMBER, x, y, w);
    }
    snprintf(text, sizeof text,
             "The losers take S%d; beaten by %d or more they also lose a step and the hex. Who cannot leave surrenders.",
             number->assault_suppression, number->assault_decided);
    y = lines(text, UI_TEXT, x, y, w);
    y = unknowns(seat, assault->unknown, 0, x, y, w);
    return lines("Units in the hex that are not sighted do not count here. If they assault as well, nobody has cover.", UI_DIM,
                 x, y, w);
}

float panel_act(const struct seat *seat, const struct order *order, float x, float y, float w) {
    struct act_preview act;
    struct assault_preview assault;
    if (order->kind == ORDER_assault)
        return assault_preview(seat->scenario, &seat->view, order, &assault) ? assault_body(seat, &assault, x, y, w) : y;
    return act_preview(seat->scenario, &seat->view, order, &act) ? act_body(seat, order, &act, x, y, w) : y;
}

void act_tip(const struct seat *seat, uint16_t unit, int kind, char *out, size_t size) {
    struct order order = {.kind = (uint8_t)kind, .unit = unit};
    struct act_preview act;
    char chance[32];
    out[0] = 0;
    if ((kind != ORDER_check && kind != ORDER_search) || !act_preview(seat->scenario, &seat->view, &order, &act))
        return;
    per_cent(act.in_36[PREVIEW_AT_WORST], act.in_36[PREVIEW_AT_BEST], 36, chance, sizeof chance);
    snprintf(out, size, "Two dice must show %d or more: %s, %s.", act.needs[PREVIEW_AT_BEST], chance,
             kind == ORDER_check ? "for each who is hidden here" : "if a cache lies here");
}
