/* Events as lines of English: what log, record and golden games show. */
#include "rule.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct line {
    char *out;
    size_t size;
    int length; /* that the whole needs */
};

__attribute__((format(printf, 2, 3))) static void put(struct line *line, const char *format, ...) {
    size_t used = (size_t)line->length < line->size ? (size_t)line->length : line->size;
    va_list arguments;
    va_start(arguments, format);
    int more = vsnprintf(line->size ? line->out + used : NULL, line->size - used, format, arguments);
    va_end(arguments);
    line->length += more > 0 ? more : 0;
}

static void put_unit(struct line *line, const struct scenario *scenario, const struct unit_ref *ref) {
    if (ref->kind == REF_UNIT && ref->id < scenario->roster_count)
        put(line, "%s", scenario->roster[ref->id].name);
    else if (ref->kind == REF_CONTACT && ref->type != TYPE_NONE)
        put(line, "%s (contact %d)", scenario->rules.type[ref->type].name, ref->id);
    else if (ref->kind == REF_CONTACT)
        put(line, "unknown %s (contact %d)", ref->class_ == CLASS_VEHICLE ? "vehicle" : "group on foot",
            ref->id);
    else
        put(line, "somebody unseen");
}

static void put_hex(struct line *line, const struct scenario *scenario, hex_t hex) {
    char name[8];
    if (hex == HEX_NONE || hex >= scenario->map.count) {
        put(line, "a hex unseen");
        return;
    }
    map_hex_name(&scenario->map, hex, name);
    put(line, "%s", name);
}

static const char *side_name(const struct scenario *scenario, int side) {
    return side < scenario->sides ? scenario->side[side].name : "nobody";
}

/* "4+5 = 9, +6 firepower, -3 cover = 12"; without the sum where it may not be told. */
static void put_dice(struct line *line, const struct event *event, bool with_sum) {
    int faces = 0;
    for (int i = 0; i < event->dice_count; i++) {
        put(line, i ? "+%d" : "%d", event->dice[i]);
        faces += event->dice[i];
    }
    if (event->dice_count > 1)
        put(line, " = %d", faces);
    for (int i = 0; i < event->modifiers; i++)
        put(line, i || event->dice_count ? ", %+d %s" : "%+d %s", event->modifier[i].value,
            modifier_words(event->modifier[i].modifier));
    if (!with_sum)
        return;
    if (event->value == EVENT_VALUE_UNKNOWN)
        put(line, ", and what is not known of them");
    else if (event->modifiers)
        put(line, " = %d", event->value);
}

static void put_effect(struct line *line, const struct scenario *scenario, int result) {
    static const char *const steps[] = {"", "a step and ", "two steps and ", "three steps and "};
    if (result == EVENT_RESULT_UNKNOWN) {
        put(line, "the effect is not seen");
    } else if (result == 0 || result > scenario->rules.fire_rows) {
        put(line, "no effect");
    } else {
        const struct fire_row *row = &scenario->rules.fire[result - 1];
        put(line, "%sS%d", steps[row->steps > 3 ? 3 : row->steps], row->suppression);
    }
}

/* Templates: %u unit, %o other, %h hex, %H second hex, %v value, %V side `value`, %d dice with the sum,
 * %D dice without, %m modifiers and sum, %e effect on the fire table, %i signed value, %s side; %w %t %c %f
 * %r value of `result`; %q what is asked for; %k %x %T %p %g %a %l %j what `result` or `value` stands for
 * (word_of); "{yes|no}" by choice_holds. */
static const char *const template[EVENT_COUNT] = {
    [EVENT_turn] = "Turn %v begins%w.",
    [EVENT_arrived] = "%u arrives in %h.",
    [EVENT_waits] = "%u waits outside: %h is full.",
    [EVENT_moved] = "%u moves from %h to %H.",
    [EVENT_stopped] = "%u is stopped in %h: %t.",
    [EVENT_sighted] = "%o is %c in %h{, sighted by %u: %m|}.",
    [EVENT_lost_sight] = "%o is out of sight and now %c; last seen in %h.",
    [EVENT_shot] = "%u fires at %o: %d: %e.",
    [EVENT_aimed] = "%u fires at the armour of %o: %d: %j.",
    [EVENT_launched_top] = "%u launches a missile at the roof of %o: %d: %j.",
    [EVENT_launched_direct] = "%u launches a missile straight at %o: %d: %j.",
    [EVENT_penetrated] = "The hit on %o: %d: %a.",
    [EVENT_assaulted] = "%u assaults %o in %h: %d.",
    [EVENT_defended] = "%u defends %h: %d: %l.",
    [EVENT_surrendered] = "%o surrenders in %h.",
    [EVENT_called] = "%u calls on %o to surrender: %D: {it does|in vain}.",
    [EVENT_flown] = "%u is over %h until the end of turn %v.",
    [EVENT_landed] = "%u lands in %h.",
    [EVENT_step_lost] = "%o loses a step: %D: %f.",
    [EVENT_suppressed] = "%o has suppression %v.",
    [EVENT_fell_back] = "%u falls back from %h to %H.",
    [EVENT_eliminated] = "%o has no steps left.",
    [EVENT_collateral] = "Fire into %h hits civilians: %D: a civilian step is lost to %u.",
    [EVENT_no_collateral] = "Fire of %u into %h hits no civilian: %D.",
    [EVENT_site_hit] = "The cultural site in %h is hit by %u.",
    [EVENT_armed] = "%u takes up arms.",
    [EVENT_mounted] = "%u mounts.",
    [EVENT_dismounted] = "%u dismounts.",
    [EVENT_loaded] = "%u loads %o.",
    [EVENT_unloaded] = "%u unloads %o.",
    [EVENT_abandoned] = "%u abandons its weapon or vehicle.",
    [EVENT_taken] = "%V takes what lies in %h.",
    [EVENT_checked] = "%u checks %o: %d: {identified|not identified}.",
    [EVENT_arrested] = "%u tries to arrest %o: %d: {caught|gets away}.",
    [EVENT_cleared] = "%u clears the barricade %h-%H: strength %v is left.",
    [EVENT_trap_found] = "%u looks for a trap in the barricade %h-%H: %D: found.",
    [EVENT_trap_sprung] = "The barricade %h-%H explodes at %o: %d: %e.",
    [EVENT_built] = "%u builds the barricade %h-%H up to strength %v.",
    [EVENT_dug_in] = "%o is dug in.",
    [EVENT_searched] = "%u searches %h: %d: {a cache is found|nothing is found}.",
    [EVENT_pushed] = "%u pushes the crowd in %h: %d: {it gives way to %H|it stands its ground}.",
    [EVENT_stirred] = "%u stirs the crowd in %h: its anger is now %v.",
    [EVENT_crowd_led] = "%u leads the crowd from %h to %H.",
    [EVENT_talked] = "%u talks to the crowd in %h: %d: {it listens|it does not listen}.",
    [EVENT_thrown] = "The crowd in %h throws at %o: %d: %e.",
    [EVENT_crowd] = "The crowd in %h has anger %v and strength %r.",
    [EVENT_crowd_gone] = "The crowd in %h has gone home.",
    [EVENT_escorted] = "%u escorts the civilians out of %h: %v.",
    [EVENT_civilians_lost] = "One of the civilians held in %h is lost; left there: %v.",
    [EVENT_wounded_detained] = "%s detains wounded of %o in %h: %v.",
    [EVENT_asked] = "%s asks %V for %q in %h.",
    [EVENT_ask_refused] = "%V does not agree to %q, which %s had asked for.",
    [EVENT_ask_holds] = "%V agrees to %q, which %s had asked for: it holds from now on.",
    [EVENT_teams_come] = "%s has the KSF teams come without the consent of %V.",
    [EVENT_mediation_over] = "The mediation is over: {it was kept to the end|a shot broke it}.",
    [EVENT_evacuated] = "%u evacuates wounded from %h: %v.",
    [EVENT_resupplied] = "%u fills its stock.",
    [EVENT_decoy_removed] = "%o was a decoy and is taken off.",
    [EVENT_exposed] = "The false markings of %o are exposed.",
    [EVENT_exited] = "%u leaves the map from %h.",
    [EVENT_rallied] = "%u rallies: %D: {well|poorly}, suppression is now %v.",
    [EVENT_not_done] = "%u could not carry out %k: %x",
    [EVENT_track] = "%T moves by %i because of %s.",
    [EVENT_points] = "%s scores %i: %p.",
    [EVENT_level] = "Rules of engagement of %s are now level %v.",
    [EVENT_weather] = "Weather: %D: {fog|no fog}.",
    [EVENT_announced] = "Announced: %A",
    [EVENT_game_over] = "The game ends: %g.",
};

static const char *stop_words(int reason) {
    static const char *const words[] = {
        "an enemy is there", "an enemy near may fire", "the next hex is full", "a barricade",
        "a crowd",           "there is no way on",     "it has fired twice",    "nobody may leave the map yet",
        "it is held for arrest"};
    return reason >= 0 && reason < (int)(sizeof words / sizeof *words) ? words[reason] : "unknown";
}

static const char effect_unseen[] = "the effect is not seen";

static const char *word_of(const struct scenario *scenario, const struct event *event, char letter) {
    static const char *const fate[] = {"killed", "wounded", "dispersed"};
    static const char *const level[] = {"no contact", "suspected", "identified"};
    static const char *const end[] = {"it goes on", "the last turn is over", "tension has gone too far",
                                      "pressure has gone too far"};
    static const char *const track[] = {"Tension", "Legitimacy", "KFOR impartiality", "Local sufferance",
                                        "Pressure"};
    static const char *const weather[] = {"", ", by night", ", in fog", ", by night and in fog"};
    static const char *const effect[] = {"no effect", "S2", "immobilised", "destroyed"};
    static const char *const assault[] = {"a tie", "the assault wins", "the assault takes the hex",
                                          "the assault fails", "the assault is thrown back"};
    int result = event->result;
    switch (letter) {
    case 'a':
        return result < STRIKE_COUNT ? effect[result] : effect_unseen;
    case 'j':
        return result == EVENT_RESULT_UNKNOWN ? effect_unseen : result ? "hit" : "miss";
    case 'l':
        return result <= ASSAULT_LOST_HEX ? assault[result] : "unknown";
    case 'w':
        return weather[result & 3];
    case 't':
        return stop_words(result);
    case 'c':
        return level[result < 3 ? result : 0];
    case 'f':
        return fate[result < 3 ? result : 2];
    case 'k':
        return order_kind_name(event->value);
    case 'x':
        return refusal_sentence(result);
    case 'T':
        return track[result < TRACK_COUNT ? result : 0];
    case 'g':
        return end[result < 4 ? result : 0];
    case 'q':
        return ask_thing_words(result);
    case 's':
        return side_name(scenario, event->side);
    case 'A':
        return event->value >= 0 && event->value < scenario->scheduled_events ? scenario->scheduled[event->value].text
                                                                               : "";
    case 'V':
        return side_name(scenario, event->value);
    default:
        return "";
    }
}

static void put_victory(struct line *line, const struct scenario *scenario, int row) {
    char words[VICTORY_WORDS_MAX];
    victory_words(scenario, row, words);
    put(line, "%s", words);
}

static void put_field(struct line *line, const struct scenario *scenario, const struct event *event,
                      char letter) {
    switch (letter) {
    case 'u':
        put_unit(line, scenario, &event->unit);
        break;
    case 'o':
        put_unit(line, scenario, &event->other);
        break;
    case 'h':
        put_hex(line, scenario, event->hex);
        break;
    case 'H':
        put_hex(line, scenario, event->hex2);
        break;
    case 'v':
        put(line, "%d", event->value);
        break;
    case 'r':
        put(line, "%d", event->result);
        break;
    case 'i':
        put(line, "%+d", event->value);
        break;
    case 'd':
    case 'm':
        put_dice(line, event, true);
        break;
    case 'D':
        put_dice(line, event, false);
        break;
    case 'e':
        put_effect(line, scenario, event->result);
        break;
    case 'p':
        put_victory(line, scenario, event->result);
        break;
    default:
        put(line, "%s", word_of(scenario, event, letter));
    }
}

/* Which part of "{yes|no}" holds. */
static bool choice_holds(const struct event *event) {
    return event->kind == EVENT_sighted ? event->unit.kind != REF_NONE : event->result != 0;
}

/* The first letter of a line is a capital, whatever it begins with. */
static void capital(struct line *line) {
    if (line->length > 0 && line->size > 1 && line->out[0] >= 'a' && line->out[0] <= 'z')
        line->out[0] = (char)(line->out[0] - 'a' + 'A');
}

/* What a side is told of a contact that is none any more; the truth names its unit. */
static const char contact_lost[] = "%o was not seen this turn and is no contact any more; last seen in %h.";

static const char *template_of(const struct event *event) {
    bool lost = event->kind == EVENT_lost_sight && event->result == CONTACT_NONE && event->other.kind == REF_CONTACT;
    return lost ? contact_lost : event->kind < EVENT_COUNT ? template[event->kind] : NULL;
}

int event_explain(const struct scenario *scenario, const struct event *event, char *out, size_t size) {
    struct line line = {out, size, 0};
    const char *at = template_of(event);
    bool silent = false;
    if (size)
        out[0] = 0;
    for (; at && *at; at++) {
        if (*at == '{')
            silent = !choice_holds(event);
        else if (*at == '|')
            silent = !silent;
        else if (*at == '}')
            silent = false;
        else if (silent)
            at += *at == '%';
        else if (*at == '%')
            put_field(&line, scenario, event, *++at);
        else
            put(&line, "%c", *at);
    }
    capital(&line);
    return line.length;
}
