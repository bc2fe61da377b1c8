/* Makes room where more are to come: who stands on the entry hex of others gets his order before the command is spent
 * on those who are at work already. His way lasts for turns and costs nothing after this one. */
#include "think.h"

#include <string.h>

#define SOON 2 /* turns within which somebody is to come */

static bool is_awaited(const struct think *think, hex_t hex) {
    const struct view *view = think->view;
    for (unsigned i = 0; i < view->units; i++) {
        const struct view_unit *unit = &view->unit[i];
        const struct roster_unit *roster = &think->scenario->roster[unit->unit];
        if (unit->status == UNIT_WAITING && roster->entry && roster->choice[0] == hex &&
            !(think_type(think, unit)->flags & TYPE_OFF_MAP) && unit->arrives <= view->turn + SOON)
            return true;
    }
    return false;
}

static int own_in(const struct think *think, hex_t hex) {
    int count = 0;
    for (unsigned i = 0; i < think->view->units; i++)
        count += think->view->unit[i].status == UNIT_ON_MAP && think->view->unit[i].hex == hex;
    return count;
}

/* Who has nowhere to go steps aside, into the neighbouring hex that is nearest by the way and has room. */
static void step_aside(struct think *think, const struct view_unit *unit) {
    const struct map *map = &think->scenario->map;
    hex_t best = HEX_NONE;
    int least = 1000;
    for (int dir = 0; dir < DIR_COUNT; dir++) {
        hex_t next = map->next[unit->hex][dir];
        if (next == HEX_NONE || think->aimed[next] || is_awaited(think, next) ||
            own_in(think, next) >= think->scenario->rules.number.stack_vehicles)
            continue;
        int cost = think_cost(think, unit, next);
        if (cost >= 0 && cost < least) {
            least = cost;
            best = next;
        }
    }
    if (best != HEX_NONE)
        think_go(think, unit, best);
}

void scripted_march(struct think *think, bool people) {
    const struct view *view = think->view;
    uint8_t busy[UNIT_MAX];
    unsigned marching = 0;
    memcpy(busy, think->busy, sizeof busy);
    for (unsigned i = 0; i < view->units; i++) {
        const struct view_unit *unit = &view->unit[i];
        bool marches = unit->status == UNIT_ON_MAP && !busy[unit->unit] && is_awaited(think, unit->hex);
        marching += marches;
        if (!marches)
            think->busy[unit->unit] = 1;
    }
    if (marching > 0) {
        scripted_open_link(think);
        scripted_site(think);
        scripted_hunt(think, people);
        const struct view_unit *unit;
        for (unsigned at = 0; (unit = think_next(think, &at));)
            step_aside(think, unit);
    }
    for (unsigned i = 0; i < view->units; i++) {
        uint16_t unit = view->unit[i].unit;
        bool marched = think->busy[unit] && is_awaited(think, view->unit[i].hex) && view->unit[i].status == UNIT_ON_MAP;
        think->busy[unit] = busy[unit] || marched;
    }
}
