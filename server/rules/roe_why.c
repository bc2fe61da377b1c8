/* Why a level of the rules of engagement is not there (rulebook 8), told from the view alone. */
#include "rule.h"

#include <stdio.h>

static const char *const level_words[] = {"talk",        "check and clear", "crowd control",
                                          "return fire", "deliberate fire", "heavy weapons"};

/* What would give the level, as a clause that follows "is not there:". */
static int why_crowd(const struct scenario *scenario, bool police, char *out, size_t size) {
    const struct rules_numbers *number = &scenario->rules.number;
    if (police)
        return snprintf(out, size, "no crowd has reached anger %d", number->level_crowd_police);
    return snprintf(out, size, "no crowd has reached anger %d and no call of the police holds",
                    number->level_crowd_kfor);
}

static int why_return(const struct scenario *scenario, const struct view *view, bool police, char *out, size_t size) {
    const char *also = police ? "" : ", and no civilians were hit near it";
    if (view->fired_upon)
        return snprintf(out, size, "the side was last fired upon in turn %d, more than %d turns ago%s",
                        view->fired_upon, scenario->rules.number.level_turns, also);
    return snprintf(out, size, "nobody has fired upon the side%s", also);
}

static int why_deliberate(const struct scenario *scenario, const struct view *view, bool police, char *out,
                          size_t size) {
    const struct rules_numbers *number = &scenario->rules.number;
    if (police)
        return snprintf(out, size, "the side has lost no step, and tension is %d where %d would do",
                        view->track[TRACK_TENSION], number->level_tension);
    if (!view->support_turn)
        return snprintf(out, size, "no call of the police holds");
    return snprintf(out, size, "the police called in turn %d, EULEX has not fought, and it comes by itself in turn %d",
                    view->support_turn, view->support_turn + number->level_called);
}

static int why(const struct scenario *scenario, const struct view *view, int level, char *out, size_t size) {
    bool police = scenario->side[view->side].flags & SIDE_IS_POLICE;
    if (!police && view->mediation == MEDIATION_RUNNING && level > 2)
        return snprintf(out, size, "a mediation runs up to turn %d, and until then KFOR does not fire",
                        view->mediation_until);
    switch (level) {
    case 2:
        return why_crowd(scenario, police, out, size);
    case 3:
        return why_return(scenario, view, police, out, size);
    case 4:
        return why_deliberate(scenario, view, police, out, size);
    default:
        if (view->level < 4)
            return why_deliberate(scenario, view, police, out, size);
        return snprintf(out, size, "no vehicle or crew weapon of an enemy is identified");
    }
}

int rules_level_why(const struct scenario *scenario, const struct view *view, int level, char *out, size_t size) {
    char clause[160];
    if (size)
        out[0] = 0;
    if (level <= view->level || level > 5)
        return 0;
    why(scenario, view, level, clause, sizeof clause);
    return snprintf(out, size, "It needs level %d of the rules of engagement, %s; %s is at level %d: %s.", level,
                    level_words[level], scenario->side[view->side].name, view->level, clause);
}
