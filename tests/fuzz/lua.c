/* A script of a scenario: refused when it is read, or it answers the same twice, within its bounds. */
#include "fuzz.h"

#include <string.h>

#include "data/data.h"

static int roll(const struct state *state, int event, int k, int sides) {
    return (state->turn + event + k) % sides + 1;
}

/* The scenario of the fixture, with a script that its event "news" asks. */
static void write_scenario(void) {
    static bool written;
    char path[300], *text, *made;
    size_t size;
    if (written)
        return;
    strcpy(strcpy(path, fuzz_folder()) + strlen(fuzz_folder()), "/scenarios/tiny.json");
    text = fuzz_read(path, &size);
    made = calloc(1, size + 200);
    char *after = strstr(text, "\"after\": \"fog\""), *brace = strchr(text, '{');
    char *id = strstr(text, "\"tiny\"");
    PROMISE(made && after && brace && id && id < after);
    /* "id": "fuzz" has as many letters. */
    memcpy(id, "\"fuzz\"", 6);
    *after = '\0';
    strcat(strncat(made, text, (size_t)(brace + 1 - text)), "\"script\": \"fuzz.lua\",");
    strcat(strcat(strcat(made, brace + 1), "\"script\": true"), after + strlen("\"after\": \"fog\""));
    fuzz_write("scenarios/fuzz.json", made, strlen(made));
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
