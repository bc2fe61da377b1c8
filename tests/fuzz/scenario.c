/* The text of a scenario, on the small map and rules: refused with a problem, or its game begins and plays a turn in
 * which nobody orders anything. Map and rules are read once: the linker puts the functions below in the places of
 * map_read, map_file_destroy and rules_read (meson.build). */
#include "fuzz.h"

#include <string.h>

#include "data/data.h"
#include "data/reading.h"

struct map_file *__real_map_read(const char *path, crypto_generichash_state *hash, struct problems *problems);
struct map_file *__wrap_map_read(const char *path, crypto_generichash_state *hash, struct problems *problems);
void __real_map_file_destroy(struct map_file *file);
void __wrap_map_file_destroy(struct map_file *file);
bool __real_rules_read(const char *path, struct ruleset *out, struct disguises *disguises, crypto_generichash_state *hash,
                       struct problems *problems);
bool __wrap_rules_read(const char *path, struct ruleset *out, struct disguises *disguises, crypto_generichash_state *hash,
                       struct problems *problems);

static struct map_file *kept_map;

static bool is_file(const char *path, const char *name) {
    size_t length = strlen(path);
    return length >= strlen(name) && strcmp(path + length - strlen(name), name) == 0;
}

struct map_file *__wrap_map_read(const char *path, crypto_generichash_state *hash, struct problems *problems) {
    if (!is_file(path, "/tiny.tmj"))
        return __real_map_read(path, hash, problems);
    if (!kept_map)
        kept_map = __real_map_read(path, hash, problems);
    return kept_map;
}

void __wrap_map_file_destroy(struct map_file *file) {
    if (file != kept_map)
        __real_map_file_destroy(file);
}

bool __wrap_rules_read(const char *path, struct ruleset *out, struct disguises *disguises, crypto_generichash_state *hash,
                       struct problems *problems) {
    static struct ruleset rules;
    static struct disguises seem;
    static bool kept;
    if (!is_file(path, "/rules.json"))
        return __real_rules_read(path, out, disguises, hash, problems);
    kept = kept || __real_rules_read(path, &rules, &seem, hash, problems);
    *out = rules;
    *disguises = seem;
    return kept;
}

static void ignore(void *ctx, const struct scenario *scenario, const struct state *state, const struct event *event) {
    (void)ctx;
    (void)scenario;
    (void)state;
    (void)event;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct problems problems;
    static struct state state;
    static struct plan plan[SIDE_MAX];
    struct dice_key key = {{3}};
    problems.count = 0;
    struct scenario *scenario =
        scenario_file_parse(fuzz_folder(), "fuzz.json", (const char *)bytes, size, &problems);
    PROMISE(scenario || problems.count > 0);
    if (!scenario)
        return 0;
    struct event_sink sink = {.emit = ignore};
    state_begin(scenario, &key, 0, &state);
    rules_resolve(scenario, &state, plan, &sink);
    scenario_file_destroy(scenario);
    return 0;
}
