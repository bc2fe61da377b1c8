/* The level of the rules of engagement in the top bar (rulebook 8): six steps, and for each what is allowed there or
 * why it is not. */
#include "app_internal.h"

#include <stdio.h>

#define LEVELS 6

static const char *const LEVEL_WORDS[LEVELS] = {"talk",        "check and clear", "crowd control",
                                                "return fire", "deliberate fire", "heavy weapons"};

float panel_level(const struct seat *seat, const struct view *view, float x, bool narrow) {
    if (!(seat->scenario->side[seat->side].flags & SIDE_HAS_LEVELS))
        return x;
    const float cell = 12;
    char text[MODEL_TEXT_MAX], id[16], why[MODEL_TEXT_MAX];
    ui_text(UI_NARROW, x, 20, UI_DIM, UI_LEFT, narrow ? "Level" : "Engagement");
    for (int level = 0; level < LEVELS; level++) {
        struct ui_rect at = ui_rect(x + (float)level * cell, 24, cell - 2, 13);
        bool there = level <= view->level;
        snprintf(id, sizeof id, "level%d", level);
        ui_area(id, ui_rect(at.x - 1, 6, cell, 32));
        bool hovered = ui_hovered();
        snprintf(text, sizeof text, "Level %d of the rules of engagement, %s: it is there.", level, LEVEL_WORDS[level]);
        if (!there && rules_level_why(seat->scenario, view, level, why, sizeof why) > 0)
            snprintf(text, sizeof text, "%s", why);
        ui_tip(text);
        if (there)
            ui_fill(at, level == view->level ? UI_BRASS : UI_BUTTON, 2);
        else
            ui_frame(at, UI_LINE, 2, 1);
        if (hovered)
            ui_frame(at, UI_TEXT, 2, 1);
        snprintf(text, sizeof text, "%d", level);
        ui_text(UI_KEY, at.x + at.w / 2, at.y + 10.8f, level == view->level ? UI_INK : there ? UI_TEXT : UI_OFF_KEY,
                UI_CENTRE, text);
    }
    return x + LEVELS * cell + 22;
}
