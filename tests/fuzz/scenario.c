/* A file of a scenario, on the small map and rules: refused with a problem, or its game begins and plays a turn in which
 * nobody orders anything. */
#include "fuzz.h"

#include "data/data.h"

static void ignore(void *ctx, const struct scenario *scenario, const struct state *state, const struct event *event) {
    (void)ctx;
    (void)scenario;
    (void)state;
    (void)event;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct problems problems = {0};
    static struct state state;
    static struct plan plan[SIDE_MAX];
    struct dice_key key = {{3}};
    fuzz_write("scenarios/fuzz.json", bytes, size);
    struct scenario *scenario = scenario_file_read(fuzz_folder(), "fuzz", &problems);
    PROMISE(scenario || problems.count > 0);
    if (!scenario)
        return 0;
    struct event_sink sink = {.emit = ignore};
    state_begin(scenario, &key, 0, &state);
    rules_resolve(scenario, &state, plan, &sink);
    scenario_file_destroy(scenario);
    return 0;
}
