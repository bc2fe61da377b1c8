/* Sample plates, names and overlays for the pictures of development. */
#include "draw/counters.h"
#include "draw/labels.h"
#include "draw/maplayer.h"
struct sample_unit { enum counter_side side; const char *symbol; int col, row; struct counter c; };
#define P COUNTER_POLICE
#define K COUNTER_KFOR
#define I COUNTER_IRREGULARS
#define U COUNTER_CONTACT
#define N .facing = COUNTER_NO_FACING
static const struct sample_unit sample_force[] = {
    {P, "hq", 34, 22, {.steps = 1, N}}, {P, "eulex", 32, 25, {.steps = 2, .facing = 300}},
    {P, "patrol", 28, 24, {.steps = 1, .steps_lost = 1, .suppression = 3, .facing = 270}},
    {P, "eod", 29, 23, {.steps = 1, .facing = 270, .order = 'C'}},
    {P, "sf", 27, 26, {.steps = 2, .steps_lost = 1, .suppression = 1, .facing = 330, .order = 'F'}},
    {P, "sf", 29, 24, {.steps = 3, .facing = 270, .order = 'F'}}, {P, "sf", 22, 13, {.steps = 3, .facing = 150, .selected = true}},
    {P, "sf", 30, 19, {.steps = 3, .facing = 210}}, {P, "marks", 28, 22, {.steps = 1, .facing = 210}},
    {P, "acar", 31, 22, {.steps = 1, .facing = 270}}, {P, "qrf", 23, 20, {.steps = 3, .facing = 150, .order = 'A'}},
    {P, "qrf", 24, 27, {.steps = 2, .steps_lost = 1, .suppression = 2, .facing = 30}}, {P, "qrf", 30, 25, {.steps = 3, .facing = 270}},
    {P, "border", 15, 6, {.steps = 1, .facing = 150}}, {P, "patrol", 11, 5, {.steps = 2, .facing = 90}},
    {K, "plt", 33, 18, {.bar = 100, .facing = 210}}, {K, "plt", 35, 27, {.bar = 100, .facing = 330}},
    {K, "crowd", 36, 30, {.bar = 100, .facing = 330}}, {K, "liaison", 33, 24, {.bar = 100, .facing = 270}},
    {K, "cmdo", 20, 9, {.bar = 100, .facing = 210}}, {I, "hmg", 27, 24, {.stack = 3, .facing = 90, .bar = 100}},
    {I, "acar", 26, 22, {.facing = 30, .bar = 100}}, {I, "cell", 21, 19, {.facing = 270, .bar = 50}},
    {I, "at", 25, 25, {.facing = 210, .bar = 100}}, {U, "", 18, 16, {.letters = "?", .tag = "foot", N}},
    {U, "", 21, 23, {.letters = "?", .tag = "foot", N}}, {U, "", 14, 10, {.letters = "?", .tag = "vehicle", N}},
    {U, "", 22, 31, {.letters = "?", .tag = "foot", N}}, {I, "jeep", 17, 12, {.ghost = true, .tag = "T12", N}},
    {I, "mortar", 18, 21, {.ghost = true, .tag = "T11", N}},
};
#undef P
#undef K
#undef I
#undef U
#undef N
static inline void sample_draw(struct draw *draw, const struct map_file *file, struct map_layer *layer, struct camera *camera, const unsigned window[4]) {
    (void)layer;
    enum { COUNT = sizeof sample_force / sizeof sample_force[0] };
    struct plate plates[COUNT] = {0};
    size_t n = 0;
    for (int i = 0; i < COUNT; i++) {
        const struct sample_unit *u = &sample_force[i];
        if (u->col >= (int)window[2] || u->row >= (int)window[3]) continue;
        plates[n].counter = u->c;
        plates[n].counter.side = u->side;
        snprintf(plates[n].counter.symbol, sizeof plates[n].counter.symbol, "%s", u->symbol);
        plates[n].hex = (hex_t)((unsigned)u->row * window[2] + (unsigned)u->col);
        n++;
    }
    struct label_layer *labels = labels_create(draw, file, window[0], window[1], window[2], window[3]);
    labels_fix(labels, (hex_t)(23 * window[2] + 27));
    SDL_FRect fixed[64], blocked[128];
    size_t f = labels_fixed_rects(labels, camera, fixed, 64);
    counters_layout(draw, camera, plates, n, fixed, f);
    for (size_t i = 0; i < n; i++) blocked[i] = plates[i].box;
    labels_place(labels, camera, blocked, n);
    labels_draw(labels, camera, true);
    labels_destroy(labels);
    struct counter_set *set = counters_create(draw);
    counters_draw(set, camera, plates, n);
    counters_destroy(set);
}
