/* The buttons of the game: how each style looks. */
#include "ui.h"

struct button_look {
    unsigned fill, hover, line, text, key;
    int bold, left;
};

static const struct button_look LOOKS[] = {
    [UI_BUTTON_PLAIN] = {UI_BUTTON, UI_LINE, UI_LINE, UI_TEXT, UI_BRASS, 0, 1},
    [UI_BUTTON_ON] = {UI_BUTTON, UI_LINE, UI_BRASS, UI_TEXT, UI_BRASS, 1, 1},
    [UI_BUTTON_PRIMARY] = {UI_BRASS, UI_SELECTED, 0, UI_INK, UI_INK, 2, 1},
    [UI_BUTTON_OFF] = {UI_DESK, UI_DESK, UI_OFF_LINE, UI_OFF, UI_OFF_KEY, 0, 1},
    [UI_BUTTON_PAPER] = {UI_IVORY, UI_IVORY_DIM, UI_INK_DIM, UI_INK, UI_INK_DIM, 0, 0},
    [UI_BUTTON_PAPER_OFF] = {UI_IVORY, UI_IVORY, UI_RULE, UI_HINT, UI_HINT, 0, 0},
    [UI_BUTTON_INK] = {UI_DESK, UI_BUTTON, 0, UI_IVORY, UI_TEXT, 2, 0},
    [UI_BUTTON_SEGMENT] = {UI_BUTTON, UI_LINE, 0, UI_TEXT, UI_BRASS, 0, 0},
    [UI_BUTTON_SEGMENT_ON] = {UI_BRASS, UI_SELECTED, 0, UI_INK, UI_INK, 1, 0},
    [UI_BUTTON_TOGGLE] = {UI_IVORY, UI_IVORY_DIM, UI_PAPER_RIM, UI_INK, UI_INK_DIM, 3, 0},
    [UI_BUTTON_TOGGLE_ON] = {UI_TOGGLE_ON, UI_INK_DIM, UI_PAPER_RIM, UI_IVORY, UI_BRASS, 3, 0},
};

float ui_key(float x, float y, const char *text, bool on_paper) {
    float w = ui_text_width(UI_KEY, text) + 8;
    w = w < 15 ? 15 : w;
    ui_fill(ui_rect(x, y, w, 15), on_paper ? UI_IVORY_DIM : UI_DESK, 3);
    ui_frame(ui_rect(x, y, w, 15), on_paper ? UI_INK_DIM : UI_LINE, 3, 1);
    ui_text(UI_KEY, x + w / 2, y + 11.5f, on_paper ? UI_INK : UI_TEXT, UI_CENTRE, text);
    return w;
}

bool ui_button(const char *id, struct ui_rect r, const char *label, const char *key,
               enum ui_button_style style, const char *tip) {
    static const enum ui_font fonts[] = {UI_SANS, UI_SANS_BOLD, UI_SANS_BOLD_LARGE, UI_NARROW};
    const struct button_look *look = &LOOKS[style];
    const enum ui_font font = fonts[look->bold];
    bool clicked = ui_area(id, r);
    ui_tip(tip);
    ui_fill(r, ui_hovered() ? look->hover : look->fill, 4);
    if (look->line)
        ui_frame(r, look->line, 4, 1);
    if (ui_focused())
        ui_frame(ui_rect(r.x - 2, r.y - 2, r.w + 4, r.h + 4), UI_BRASS, 5, 2);
    float base = r.y + r.h / 2 + (look->bold == 2 ? 5.4f : 4.7f),
          key_w = key ? ui_text_width(UI_KEY, key) + 12 : 0;
    bool fits = ui_text_width(font, label) <= r.w - 9 - key_w;
    if (look->left && key)
        ui_text_cut(fits ? font : UI_NARROW, r.x + 9, base, r.w - 8 - key_w, look->text, label);
    else {
        /* In the middle, but off the key. */
        float half = ui_text_width(font, label) / 2, most = r.w - key_w - 20 - half, mid = r.w / 2;
        mid = key && mid > most ? most : mid;
        ui_text(font, r.x + mid, base, look->text, UI_CENTRE, label);
    }
    if (key && look->left)
        ui_text(UI_KEY, r.x + r.w - 8, base - 0.3f, look->key, UI_RIGHT, key);
    else if (key)
        ui_key(r.x + r.w - key_w - 14, r.y + r.h / 2 - 8, key, style == UI_BUTTON_PAPER);
    return clicked && style != UI_BUTTON_OFF && style != UI_BUTTON_PAPER_OFF;
}
