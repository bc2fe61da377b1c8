/* Assets: what is missing is named, what is asked for is there; every symbol of the plates opens and shows.
 */
#include "draw_scene.h"

#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/counters.h"
#include "draw/key.h"

static void a_missing_asset_is_named_with_where_it_was_sought(void **state) {
    (void)state;
    char why[400] = "";
    size_t bytes;
    setenv("IBAR_ASSETS", "/nowhere/at/all", 1);
    assert_null(assets_open("symbols/small/police-unicorn.svg", why, sizeof why));
    assert_non_null(strstr(why, "symbols/small/police-unicorn.svg"));
    assert_non_null(strstr(why, "/nowhere/at/all"));
    assert_non_null(strstr(why, "IBAR_ASSETS"));
    assert_null(assets_read("symbols/small/police-unicorn.svg", &bytes, why, sizeof why));
    unsetenv("IBAR_ASSETS");
}

static void no_name_leads_out_of_the_folder(void **state) {
    (void)state;
    static const char *const names[] = {"../meson.build", "/etc/passwd", "symbols/../../run", ""};
    for (int i = 0; i < 4; i++) {
        char why[400] = "";
        assert_null(assets_open(names[i], why, sizeof why));
        assert_non_null(strstr(why, "not a path inside"));
    }
}

static void an_asset_reads_whole_with_a_zero_behind(void **state) {
    (void)state;
    size_t bytes = 0;
    char why[400] = "", *text = assets_read("symbols/small/police-patrol.svg", &bytes, why, sizeof why);
    assert_non_null(text);
    assert_int_equal(strlen(text), bytes);
    assert_non_null(strstr(text, "</svg>"));
    SDL_free(text);
}

static const char *const symbols[] = {"patrol", "qrf", "marks",  "acar", "jav", "eng",  "plt", "cmdo",
                                      "cell",   "at",  "mortar", "hmg",  "agl", "jeep", "exc", "look", "drone"};

static void every_symbol_has_ink_in_each_frame_and_strength(void **state) {
    (void)state;
    static const char *const frames[] = {"police", "kfor", "irregulars"}, *const strengths[] = {"small",
                                                                                                "large"};
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0] * 6; i++) {
        char name[80], why[400] = "";
        snprintf(name, sizeof name, "symbols/%s/%s-%s.svg", strengths[i % 2], frames[i / 2 % 3],
                 symbols[i / 6]);
        SDL_RWops *file = assets_open(name, why, sizeof why);
        if (file == NULL)
            fail_msg("%s", why);
        SDL_Surface *icon = IMG_LoadSizedSVG_RW(file, 80, 80),
                    *pixels = SDL_ConvertSurfaceFormat(icon, SDL_PIXELFORMAT_ARGB8888, 0);
        int ink = 0;
        for (int p = 0; p < 80 * 80; p++)
            ink += (((const uint32_t *)((const Uint8 *)pixels->pixels + p / 80 * pixels->pitch))[p % 80] >>
                    24) > 128;
        if (ink < 20)
            fail_msg("%s shows nothing: %d pixels of ink", name, ink);
        SDL_FreeSurface(icon);
        SDL_FreeSurface(pixels);
        SDL_RWclose(file);
    }
}

static void every_unit_id_is_an_icon_or_letters_never_both(void **state) {
    (void)state;
    static const char *const lettered[] = {"sf",    "eod", "eulex",  "liaison", "hq",
                                           "crowd", "med", "border", "lead"};
    for (size_t i = 0; i < sizeof lettered / sizeof lettered[0]; i++)
        assert_non_null(counter_letters(lettered[i]));
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
        assert_null(counter_letters(symbols[i]));
}

/* A type without letters has its icon in every frame: a bare plate says nothing. */
static void type_shows_something(const char *scenario, const struct unit_type *type) {
    static const char *const frames[] = {"police", "kfor", "irregulars"}, *const strengths[] = {"small", "large"};
    if (type->abbreviation[0] || counter_letters(type->symbol))
        return;
    for (int i = 0; i < 6; i++) {
        char name[80], why[400] = "";
        snprintf(name, sizeof name, "symbols/%s/%s-%s.svg", strengths[i % 2], frames[i / 2], type->symbol);
        SDL_RWops *file = assets_open(name, why, sizeof why);
        if (file == NULL)
            fail_msg("%s: the unit type %s has neither letters nor a symbol: %s", scenario, type->id, why);
        SDL_RWclose(file);
    }
}

static void every_unit_type_of_every_scenario_has_a_symbol(void **state) {
    (void)state;
    static struct scenario_head heads[24];
    static struct problems problems;
    size_t count = scenario_heads_read(data_folder(), heads, 24, &problems);
    assert_int_equal(problems.count, 0);
    assert_in_range(count, 4, 24);
    for (size_t i = 0; i < count; i++) {
        struct scenario *scenario = scenario_file_read(data_folder(), heads[i].id, &problems);
        if (scenario == NULL)
            fail_msg("%s: %s", heads[i].id, problems.text[0]);
        assert_in_range(scenario->rules.types, 1, UNIT_TYPE_MAX);
        for (int t = 0; t < scenario->rules.types; t++)
            type_shows_something(heads[i].id, &scenario->rules.type[t]);
        scenario_file_destroy(scenario);
    }
}

static void each_look_of_a_plate_is_painted_once(void **state) {
    (void)state;
    struct draw_scene scene;
    int w, h, x, y;
    scene_begin(&scene, 64, 64, 1);
    struct counter_set *set = counters_create(&scene.draw);
    struct counter a = {.side = COUNTER_IRREGULARS, .symbol = "hmg", .facing = 60, .bar = 100, .stack = 3},
                   b = a;
    memset(b.symbol, 'x', sizeof b.symbol);
    snprintf(b.symbol, sizeof b.symbol, "hmg"); /* what lies behind a string's end does not matter */
    SDL_Texture *first = counter_texture(set, &a, .172f, &w, &h, &x, &y);
    assert_non_null(first);
    assert_true(x > 0 && y > 0 && x < w && y < h);
    assert_ptr_equal(counter_texture(set, &b, .172f, &w, &h, &x, &y), first);
    b.stack = 2;
    assert_ptr_not_equal(counter_texture(set, &b, .172f, &w, &h, &x, &y), first);
    counters_destroy(set);
    scene_end(&scene);
}

static void the_key_has_a_swatch_for_everything(void **state) {
    (void)state;
    struct draw_scene scene;
    int w, h;
    scene_begin(&scene, 64, 64, 2);
    struct key *key = key_create(&scene.draw);
    for (int i = 0; i < TERRAIN_COUNT; i++)
        assert_non_null(key_terrain(key, (enum terrain)i, &w, &h));
    for (int i = 0; i < KEY_LINES; i++)
        assert_non_null(key_line(key, (enum key_line)i, &w, &h));
    for (int i = 0; i < COUNTER_SIDES; i++)
        assert_non_null(key_side(key, (enum counter_side)i, &w, &h));
    for (int i = 1; i <= 6; i++)
        assert_non_null(key_die(key, i, &w, &h));
    assert_int_equal(w, 34); /* 17 px at scale 2 */
    key_destroy(key);
    scene_end(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_asset_is_named_with_where_it_was_sought),
        cmocka_unit_test(no_name_leads_out_of_the_folder),
        cmocka_unit_test(an_asset_reads_whole_with_a_zero_behind),
        cmocka_unit_test(every_symbol_has_ink_in_each_frame_and_strength),
        cmocka_unit_test(every_unit_id_is_an_icon_or_letters_never_both),
        cmocka_unit_test(every_unit_type_of_every_scenario_has_a_symbol),
        cmocka_unit_test(each_look_of_a_plate_is_painted_once),
        cmocka_unit_test(the_key_has_a_swatch_for_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
