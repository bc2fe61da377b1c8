/* A script of a scenario: refused when it is read, or it answers the same twice, within its bounds. */
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

#include "data/data.h"

static int roll(const struct state *state, int event, int k, int sides) {
    return (state->turn + event + k) % sides + 1;
}

/* The scenario of the fixture, with a script that its event "news" asks. */
static void write_scenario(void) {
    static bool written;
    static const char after[] = "\"after\": \"fog\"";
    char path[300];
    size_t size;
    if (written)
        return;
    snprintf(path, sizeof path, "%s/scenarios/tiny.json", fuzz_folder());
    char *text = fuzz_read(path, &size);
    char *event = strstr(text, after), *id = strstr(text, "\"tiny\""), *brace = strchr(text, '{');
    char *made = malloc(size + 200);
    PROMISE(made && event && id && brace && id < event);
    memcpy(id, "\"fuzz\"", 6); /* as many letters */
    int length = snprintf(made, size + 200, "{ \"script\": \"fuzz.lua\", %.*s\"script\": true%s", (int)(event - brace - 1),
                          brace + 1, event + sizeof after - 1);
    fuzz_write("scenarios/fuzz.json", made, (size_t)length);
    free(made);
    free(text);
    written = true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct problems problems = {0};
    static struct state state;
    struct dice_key key = {{7}};
    write_scenario();
    fuzz_write("scenarios/fuzz.lua", bytes, size);
    struct scenario *scenario = scenario_file_read(fuzz_folder(), "fuzz", &problems);
    PROMISE(scenario || problems.count > 0);
    if (!scenario)
        return 0;
    state_begin(scenario, &key, 1, &state);
    state.turn = 2;
    uint32_t first = scenario->script.happens(scenario->script.ctx, scenario, &state, 2, roll);
    PROMISE(first == scenario->script.happens(scenario->script.ctx, scenario, &state, 2, roll));
    scenario_file_destroy(scenario);
    return 0;
}
