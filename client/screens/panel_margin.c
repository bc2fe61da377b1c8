/* The sheet's margin: small map, switches, keys to terrain, lines and counters, scale, credit. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define INSET 10
#define MARGIN_KEYS 430 /* height of all keys when they stand close, and of what is below them */

struct margin_ink {
    unsigned paper, ink, ink_dim, rule;
};

static struct margin_ink margin_ink_of(const struct view *view) {
    if (view->weather & WEATHER_NIGHT)
        return (struct margin_ink){UI_OPAQUE(PALETTE_NIGHT_MARGIN), UI_TEXT, UI_DIM,
                                   UI_OPAQUE(PALETTE_NIGHT_MARGIN_LINE)};
    return (struct margin_ink){UI_IVORY, UI_INK, UI_INK_DIM, UI_RULE};
}

struct minimap_call {
    struct app *app;
    const struct view *view;
    float x, y;
};
static void minimap_call(SDL_Renderer *renderer, void *data) {
    (void)renderer;
    struct minimap_call *call = data;
    struct app *app = call->app;
    struct minimap_dot dots[2 * UNIT_MAX];
    size_t count = 0;
    for (unsigned i = 0; i < call->view->units; i++)
        if (call->view->unit[i].status == UNIT_ON_MAP)
            dots[count++] = (struct minimap_dot){call->view->unit[i].hex,
                                                 counter_side_of(app->scenery.scenario, call->view->side)};
    for (unsigned i = 0; i < call->view->contacts; i++) {
        const struct view_contact *contact = &call->view->contact[i];
        int side = contact->side == SIDE_NONE ? -1 : contact->side;
        if (contact->hex < app->scenery.scenario->map.count)
            dots[count++] = (struct minimap_dot){contact->hex, counter_side_of(app->scenery.scenario, side)};
    }
    minimap_draw(app->scenery.minimap, &app->scenery.camera, call->x, call->y, dots, count);
}

static void margin_minimap(struct app *app, const struct view *view, struct ui_rect area) {
    struct ui_rect box = ui_rect(area.x + INSET, area.y + INSET, 180, 140);
    struct minimap_call call = {app, view, box.x * app->scale, box.y * app->scale};
    ui_custom(minimap_call, &call, sizeof call);
    ui_area("minimap", box);
    if (ui_held()) {
        float mx, my;
        double wx, wy;
        ui_mouse(&mx, &my);
        minimap_to_world(app->scenery.minimap, (mx - box.x) * app->scale, (my - box.y) * app->scale, &wx,
                         &wy);
        float sx, sy;
        camera_to_screen(&app->scenery.camera, wx, wy, &sx, &sy);
        const SDL_Rect *v = &app->scenery.camera.view;
        camera_pan(&app->scenery.camera, (float)v->x + (float)v->w / 2 - sx,
                   (float)v->y + (float)v->h / 2 - sy);
    }
}

/* What is on stands out from the margin: dark on the day's paper, ivory at night. */
static void margin_switches(struct app *app, float x, float y, bool night) {
    const enum ui_button_style style[2] = {night ? UI_BUTTON_TOGGLE_ON : UI_BUTTON_TOGGLE,
                                           night ? UI_BUTTON_TOGGLE : UI_BUTTON_TOGGLE_ON};
    static const struct {
        const char *label, *tip;
        enum setting setting;
    } rows[] = {{"Grid", "The grid of hexes", SETTING_grid},
                {"Names", "Names of places, Serbian over Albanian", SETTING_names},
                {"Heights", "Stronger contours, quieter cover", SETTING_heights}};
    for (int i = 0; i < 3; i++) {
        bool on = settings_is_on(&app->settings, rows[i].setting);
        if (ui_button(rows[i].label, ui_rect(x + (float)i * 45.5f, y, 43.5f, 20), rows[i].label, NULL,
                      style[on], rows[i].tip)) {
            settings_set(&app->settings, rows[i].setting, on ? "0" : "1");
            scenery_options(app);
        }
    }
    if (ui_button("Sight", ui_rect(x + 136.5f, y, 43.5f, 20), "Sight", NULL,
                  style[app->table.sight],
                  "What the selected unit or hex can see, and what blocks the line to the mouse  (S)"))
        app->table.sight = !app->table.sight;
}

static void key_image(struct app *app, SDL_Texture *texture, int w, int h, float x, float y) {
    if (texture)
        ui_image(texture, ui_rect(x, y, (float)w / app->scale, (float)h / app->scale), 0, 0, 1, 1);
}

static float margin_terrain(struct app *app, const struct margin_ink *ink, float x, float y) {
    static const struct {
        uint8_t terrain;
        const char *name;
    } rows[] = {{TERRAIN_OPEN, "Open"},         {TERRAIN_SCRUB, "Scrub"},     {TERRAIN_FOREST, "Forest"},
                {TERRAIN_STEEP, "Steep"},       {TERRAIN_VILLAGE, "Village"}, {TERRAIN_TOWN, "Town"},
                {TERRAIN_WALLED, "Walled site"}};
    const struct ruleset *rules = &app->scenery.scenario->rules;
    ui_text(UI_SERIF_SMALL_BOLD, x, y, ink->ink, UI_LEFT, "Terrain");
    ui_text(UI_NARROW, x + 122, y, ink->ink_dim, UI_RIGHT, "cover");
    ui_text(UI_NARROW, x + 180, y, ink->ink_dim, UI_RIGHT, "concealment");
    ui_fill(ui_rect(x, y + 5, 180, 1), ink->rule, 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct terrain_type *type = &rules->terrain[rows[i].terrain];
        float top = y + 11 + (float)i * 17.0f;
        char text[8];
        int w = 0, h = 0;
        SDL_Texture *texture = key_terrain(app->key, rows[i].terrain, &w, &h);
        key_image(app, texture, w, h, x - 1, top + 9 - (float)h / app->scale / 2);
        ui_text(UI_SANS, x + 25, top + 13, ink->ink, UI_LEFT, rows[i].name);
        snprintf(text, sizeof text, "%u", type->cover);
        ui_text(UI_SANS_BOLD, x + 118, top + 13, ink->ink, UI_RIGHT, text);
        snprintf(text, sizeof text, "%u", type->concealment);
        ui_text(UI_SANS_BOLD, x + 180, top + 13, ink->ink, UI_RIGHT, text);
    }
    return y + 11 + 7 * 17.0f;
}

static float margin_lines(struct app *app, const struct margin_ink *ink, float x, float y) {
    static const char *names[KEY_LINES] = {"Main road", "Regional road", "Minor road", "Track",
                                           "Railway",   "River",         "Boundary"};
    ui_text(UI_SERIF_SMALL_BOLD, x, y, ink->ink, UI_LEFT, "Lines");
    ui_fill(ui_rect(x, y + 5, 180, 1), ink->rule, 0);
    for (int i = 0; i < KEY_LINES; i++) {
        int w = 0, h = 0;
        float mid = y + 17 + (float)i * 14.6f;
        SDL_Texture *texture = key_line(app->key, i, &w, &h);
        key_image(app, texture, w, h, x, mid - (float)h / app->scale / 2);
        ui_text(UI_SANS, x + 44, mid + 4.5f, ink->ink, UI_LEFT, names[i]);
    }
    return y + 17 + KEY_LINES * 14.6f;
}

static void margin_counters(struct app *app, const struct margin_ink *ink, float x, float y) {
    const struct scenario *scenario = app->scenery.scenario;
    ui_text(UI_SERIF_SMALL_BOLD, x, y, ink->ink, UI_LEFT, "Counters");
    ui_fill(ui_rect(x, y + 5, 180, 1), ink->rule, 0);
    for (int i = 0; i <= scenario->sides; i++) {
        float cx = x + 9 + (float)(i % 2) * 88, cy = y + 19 + (float)(i / 2) * 18;
        int w = 0, h = 0;
        SDL_Texture *texture =
            key_side(app->key, i < scenario->sides ? counter_side_of(scenario, i) : COUNTER_CONTACT, &w, &h);
        key_image(app, texture, w, h, cx - (float)w / app->scale / 2, cy - (float)h / app->scale / 2);
        const char *name = i < scenario->sides ? scenario->side[i].name : "Contact";
        bool fits = ui_text_width(UI_SANS, name) <= 62;
        ui_text_cut(fits ? UI_SANS : UI_NARROW, cx + 16, cy + 4.5f, i % 2 ? 76 : 62, ink->ink, name);
    }
}

struct scale_call {
    struct app *app;
    float x, y, width;
    unsigned ink, paper;
};
static void scale_call(SDL_Renderer *renderer, void *data) {
    (void)renderer;
    const struct scale_call *call = data;
    key_scale(&call->app->draw, &call->app->scenery.camera, call->x, call->y, call->width, call->ink >> 8,
              call->paper >> 8);
}

void panel_margin(struct app *app, const struct view *view, struct ui_rect area) {
    struct margin_ink ink = margin_ink_of(view);
    float x = area.x + INSET, bottom = area.y + area.h;
    ui_panel_begin("margin", area);
    ui_fill(area, ink.paper, 0);
    ui_fill(ui_rect(area.x + area.w - 1, area.y, 1, area.h), UI_PAPER_RIM, 0);
    margin_minimap(app, view, area);
    margin_switches(app, x, area.y + 160, (view->weather & WEATHER_NIGHT) != 0);
    float y = area.y + 200, spare = (bottom - y - MARGIN_KEYS) / 2, gap = spare < 0 ? 0 : spare > 14 ? 14 : spare;
    if (bottom - y > 150 + 60)
        y = margin_terrain(app, &ink, x, y) + 15 + gap;
    if (bottom - y > 135 + 60)
        y = margin_lines(app, &ink, x, y) + 10 + gap;
    if (bottom - y > 58 + 52)
        margin_counters(app, &ink, x, y);
    struct scale_call call = {app,     x * app->scale, (bottom - 42) * app->scale, 180 * app->scale,
                              ink.ink, ink.paper};
    ui_custom(scale_call, &call, sizeof call);
    ui_text(UI_CREDIT, x, bottom - 24, ink.ink_dim, UI_LEFT, "© OpenStreetMap contributors (ODbL),");
    ui_text(UI_CREDIT, x, bottom - 11, ink.ink_dim, UI_LEFT, "GeoNames (CC BY), geoBoundaries");
    ui_panel_end();
}
