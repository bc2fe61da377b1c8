/* The fields of the state, each named once: hash, serialisation, comparison and the test that nothing is
 * missing all come from these lists. ONE(field): a number. MANY(field): an array of numbers.
 * EACH(field, kind, count): an array of structs, of which `count` are written. The sequence is part of the format:
 * change it only with STATE_VERSION. */
#ifndef IBAR_RULES_STATE_FIELDS_H
#define IBAR_RULES_STATE_FIELDS_H

#define UNIT_FIELDS(ONE, MANY)                                                                               \
    ONE(type) ONE(side) ONE(status) ONE(steps) ONE(wounded) ONE(suppression) ONE(stock) ONE(policy)          \
    ONE(facing) ONE(flags) ONE(hex) ONE(entry) ONE(carrier) ONE(order) ONE(press_on) ONE(path_length)        \
    ONE(path_at) MANY(path) ONE(spent) ONE(moved) ONE(fired) ONE(fired_last) ONE(soft) ONE(still)            \
    ONE(flights) ONE(until) ONE(shots) MANY(shot_at) MANY(shot_at_last)

#define CONTACT_FIELDS(ONE, MANY)                                                                            \
    ONE(level) ONE(class_) ONE(strength) ONE(known) ONE(turn) ONE(pulse) ONE(handle) ONE(hex)            \
    ONE(facing) ONE(cold)

#define MARK_FIELDS(ONE, MANY)                                                                               \
    ONE(hex) ONE(handle) ONE(used) ONE(level) ONE(class_) ONE(type) ONE(side) ONE(turn)

#define CROWD_FIELDS(ONE, MANY) ONE(hex) ONE(strength) ONE(anger)

#define CIVILIANS_FIELDS(ONE, MANY) ONE(hex) ONE(strength) ONE(safe) ONE(lost) ONE(consent)

#define ASK_FIELDS(ONE, MANY) ONE(status) ONE(side) ONE(other) ONE(thing) ONE(hex)

#define BARRICADE_FIELDS(ONE, MANY) ONE(hex) ONE(dir) ONE(strength) ONE(trapped) ONE(side)

#define CACHE_FIELDS(ONE, MANY) ONE(hex) ONE(side) ONE(found)

#define EQUIPMENT_FIELDS(ONE, MANY) ONE(hex) ONE(unit) ONE(type) ONE(side) ONE(used) ONE(heavy)

/* `units` stands before all that is counted by it. The key comes first and apart: state_hash leaves it out.
 * Contacts and marks are arrays by side: EACH2(field, kind, count). */
#define STATE_FIELDS(ONE, MANY, EACH, EACH2)                                                                 \
    ONE(turn) ONE(pulse) ONE(outcome) ONE(weather) ONE(options) ONE(happened) ONE(units)                                \
    EACH(unit, unit, state->units)                                                                           \
    EACH2(contact, contact, state->units)                                                                    \
    EACH2(mark, mark, MARK_MAX)                                                                              \
    MANY(next_handle)                                                                                        \
    EACH(crowd, crowd, CROWD_MAX)                                                                            \
    EACH(barricade, barricade, BARRICADE_MAX)                                                                \
    EACH(cache, cache, CACHE_MAX)                                                                            \
    EACH(equipment, equipment, EQUIPMENT_MAX)                                                                \
    MANY(track) MANY(track_change) MANY(raised) MANY(count) MANY(points_other) MANY(civilian_steps)          \
    MANY(fired_upon) MANY(lost_step) MANY(lost_this_turn) MANY(launches) MANY(bill) MANY(site_turns)                                \
    EACH(civilians, civilians, CIVILIANS_MAX)                                                                \
    EACH(ask, ask, ASK_MAX)                                                                                  \
    MANY(support_turn) ONE(teams_turn) ONE(engaged) ONE(mediation) ONE(mediation_until) ONE(site_hits)

/* KIND(name, FIELDS): the structs of which the state is made. */
#define STATE_KINDS(KIND)                                                                                    \
    KIND(unit, UNIT_FIELDS)                                                                                  \
    KIND(contact, CONTACT_FIELDS)                                                                            \
    KIND(mark, MARK_FIELDS)                                                                                  \
    KIND(crowd, CROWD_FIELDS)                                                                                \
    KIND(civilians, CIVILIANS_FIELDS)                                                                        \
    KIND(ask, ASK_FIELDS)                                                                                    \
    KIND(barricade, BARRICADE_FIELDS)                                                                        \
    KIND(cache, CACHE_FIELDS)                                                                                \
    KIND(equipment, EQUIPMENT_FIELDS)

#endif
