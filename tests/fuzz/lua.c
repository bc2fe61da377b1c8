/* A script of a scenario: refused when it is read, or it answers the same twice, within its bounds. */
#include "fuzz.h"

#include <string.h>

#include "data/data.h"
#include "data/script.h"

static int roll(const struct state *state, int event, int k, int sides) {
    return (state->turn + event + k) % sides + 1;
}

/* The scenario of the fixture; its event "news" asks the script. */
static struct scenario *scenario_of_script(void) {
    static struct scenario *scenario;
    struct problems problems = {0};
    if (!scenario) {
        scenario = scenario_file_read(fuzz_folder(), "tiny", &problems);
        PROMISE(scenario);
        for (int i = 0; i < scenario->scheduled_events; i++)
            scenario->scheduled[i].scripted = strcmp(scenario->scheduled[i].id, "news") == 0;
    }
    return scenario;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static struct state state;
    struct scenario *scenario = scenario_of_script();
    struct dice_key key = {{7}};
    char why[SCRIPT_WHY_MAX] = "";
    if (script_set(scenario, "fuzz.lua", (const char *)bytes, size, why)) {
        state_begin(scenario, &key, 1, &state);
        state.turn = 2;
        uint32_t first = scenario->script.happens(scenario->script.ctx, scenario, &state, 2, roll);
        PROMISE(first == scenario->script.happens(scenario->script.ctx, scenario, &state, 2, roll));
    } else {
        PROMISE(why[0]);
    }
    script_destroy(scenario);
    return 0;
}
