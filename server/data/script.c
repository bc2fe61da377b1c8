#include "script.h"

#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRIPT_BYTES_MAX  65536
#define SCRIPT_MEMORY_MAX (1u << 20) /* bytes that a question may use */
#define SCRIPT_STEPS_MAX  200000     /* instructions of the interpreter that a question may take */

struct script {
    char name[64];
    size_t size;
    char text[];
};

/* One question: which of the events `due` happen now. */
struct question {
    const struct script *script;
    const struct scenario *scenario;
    const struct state *state;
    int (*roll)(const struct state *state, int event, int k, int sides);
    int event;        /* being asked */
    size_t used;      /* bytes */
    uint32_t due, happens;
    bool try_only;    /* reading: only ask whether the functions are there */
    char why[SCRIPT_WHY_MAX]; /* what failed; "" when all is well */
};

static void *bounded(void *ctx, void *block, size_t old, size_t size) {
    struct question *question = ctx;
    size_t before = block ? old : 0;
    if (size == 0) {
        question->used -= before;
        free(block);
        return NULL;
    }
    if (question->used - before + size > SCRIPT_MEMORY_MAX)
        return NULL;
    void *moved = realloc(block, size);
    if (moved)
        question->used += size - before;
    return moved;
}

static struct question *question_of(lua_State *lua) {
    return *(struct question **)lua_getextraspace(lua);
}

static void too_long(lua_State *lua, lua_Debug *unused) {
    (void)unused;
    luaL_error(lua, "%s: it took more than %d steps", question_of(lua)->script->name, SCRIPT_STEPS_MAX);
}

/* roll(k, sides): die k of the event, 1 .. sides. */
static int lua_roll(lua_State *lua) {
    struct question *question = question_of(lua);
    lua_Integer k = luaL_checkinteger(lua, 1), sides = luaL_checkinteger(lua, 2);
    luaL_argcheck(lua, k >= 0 && k <= 200, 1, "should be 0 to 200");
    luaL_argcheck(lua, sides >= 1 && sides <= 1000, 2, "should be 1 to 1000");
    lua_pushinteger(lua, question->roll ? question->roll(question->state, question->event, (int)k, (int)sides) : 1);
    return 1;
}

/* An iteration over a list: ipairs without metatables. */
static int list_next(lua_State *lua) {
    lua_Integer i = luaL_checkinteger(lua, 2) + 1;
    lua_pushinteger(lua, i);
    return lua_rawgeti(lua, 1, i) == LUA_TNIL ? 1 : 2;
}

static int lua_list(lua_State *lua) {
    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_pushcfunction(lua, list_next);
    lua_pushvalue(lua, 1);
    lua_pushinteger(lua, 0);
    return 3;
}

static void set_int(lua_State *lua, const char *key, lua_Integer value) {
    lua_pushinteger(lua, value);
    lua_setfield(lua, -2, key);
}

static void set_text(lua_State *lua, const char *key, const char *value) {
    lua_pushstring(lua, value);
    lua_setfield(lua, -2, key);
}

static void set_bool(lua_State *lua, const char *key, bool value) {
    lua_pushboolean(lua, value);
    lua_setfield(lua, -2, key);
}

static void push_units(lua_State *lua, const struct question *question) {
    static const char *const status[] = {"absent", "waiting",    "on-map",   "carried",
                                         "exited", "eliminated", "detained", "revealed"};
    const struct scenario *scenario = question->scenario;
    lua_createtable(lua, question->state->units, 0);
    for (int i = 0; i < question->state->units; i++) {
        const struct unit *unit = &question->state->unit[i];
        lua_createtable(lua, 0, 9);
        set_text(lua, "name", scenario->roster[i].name);
        set_text(lua, "type", scenario->rules.type[unit->type].id);
        set_text(lua, "side", scenario->side[unit->side].id);
        set_text(lua, "status", unit->status < 8 ? status[unit->status] : "absent");
        set_int(lua, "steps", unit->steps);
        set_int(lua, "suppression", unit->suppression);
        set_int(lua, "col", map_col(&scenario->map, unit->hex));
        set_int(lua, "row", map_row(&scenario->map, unit->hex));
        set_bool(lua, "covert", unit->flags & UNIT_COVERT);
        lua_rawseti(lua, -2, i + 1);
    }
}

static void push_crowds(lua_State *lua, const struct question *question) {
    lua_createtable(lua, question->scenario->crowds, 0);
    for (int i = 0; i < question->scenario->crowds; i++) {
        const struct crowd *crowd = &question->state->crowd[i];
        lua_createtable(lua, 0, 4);
        set_int(lua, "strength", crowd->strength);
        set_int(lua, "anger", crowd->anger);
        set_int(lua, "col", map_col(&question->scenario->map, crowd->hex));
        set_int(lua, "row", map_row(&question->scenario->map, crowd->hex));
        lua_rawseti(lua, -2, i + 1);
    }
}

/* The table that a function of the script is given. */
static void push_game(lua_State *lua, const struct question *question) {
    static const char *const tracks[] = {"tension", "legitimacy", "impartiality", "sufferance", "pressure"};
    const struct state *state = question->state;
    lua_createtable(lua, 0, 12);
    set_int(lua, "turn", state->turn);
    set_bool(lua, "night", state->weather & WEATHER_NIGHT);
    set_bool(lua, "fog", state->weather & WEATHER_FOG);
    for (int track = 0; track < TRACK_COUNT; track++)
        set_int(lua, tracks[track], state->track[track]);
    lua_newtable(lua);
    for (int i = 0; i < question->scenario->scheduled_events; i++)
        set_bool(lua, question->scenario->scheduled[i].id, state->happened >> i & 1);
    lua_setfield(lua, -2, "happened");
    push_units(lua, question);
    lua_setfield(lua, -2, "units");
    push_crowds(lua, question);
    lua_setfield(lua, -2, "crowds");
}

static void function_name(const struct scheduled *event, char out[sizeof event->id]) {
    snprintf(out, sizeof event->id, "%s", event->id);
    for (char *at = out; *at; at++)
        *at = *at == '-' ? '_' : *at;
}

/* Runs the script and asks it, all inside lua_pcall. */
static int ask_protected(lua_State *lua) {
    struct question *question = question_of(lua);
    lua_pushcfunction(lua, lua_roll);
    lua_setglobal(lua, "roll");
    lua_pushcfunction(lua, lua_list);
    lua_setglobal(lua, "ipairs");
    char chunk[sizeof question->script->name + 1];
    snprintf(chunk, sizeof chunk, "@%s", question->script->name);
    if (luaL_loadbufferx(lua, question->script->text, question->script->size, chunk, "t") != LUA_OK)
        return lua_error(lua);
    lua_call(lua, 0, 0);
    for (int i = 0; i < question->scenario->scheduled_events; i++) {
        char name[sizeof question->scenario->scheduled[0].id];
        if (!(question->due >> i & 1))
            continue;
        function_name(&question->scenario->scheduled[i], name);
        if (lua_getglobal(lua, name) != LUA_TFUNCTION)
            return luaL_error(lua, "%s: there is no function %s, which an event asks", question->script->name, name);
        if (!question->try_only) {
            question->event = i;
            push_game(lua, question);
            lua_call(lua, 1, 1);
            question->happens |= (uint32_t)lua_toboolean(lua, -1) << i;
        }
        lua_pop(lua, 1);
    }
    return 0;
}

/* A script that fails says no to all: the same everywhere, for steps and memory are counted, not timed. */
static void ask(struct question *question) {
    lua_State *lua = lua_newstate(bounded, question);
    snprintf(question->why, sizeof question->why, "the interpreter could not be started");
    if (!lua)
        return;
    question->why[0] = '\0';
    *(struct question **)lua_getextraspace(lua) = question;
    lua_sethook(lua, too_long, LUA_MASKCOUNT, SCRIPT_STEPS_MAX);
    lua_pushcfunction(lua, ask_protected);
    if (lua_pcall(lua, 0, 0, 0) != LUA_OK) {
        const char *why = lua_type(lua, -1) == LUA_TSTRING ? lua_tostring(lua, -1) : "it failed";
        snprintf(question->why, sizeof question->why, "%s", why);
        question->happens = 0;
    }
    lua_close(lua);
}

static uint32_t script_happens(void *ctx, const struct scenario *scenario, const struct state *state, uint32_t due,
                               int (*roll)(const struct state *state, int event, int k, int sides)) {
    struct question question = {.script = ctx, .scenario = scenario, .state = state, .roll = roll, .due = due};
    ask(&question);
    return question.happens;
}

/* A script's text; `size` is SCRIPT_BYTES_MAX when it has more bytes than a script may have, or cannot be read. The
 * caller frees it. NULL when there is no such file. */
static char *file_read(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    char *text = file ? malloc(SCRIPT_BYTES_MAX) : NULL;
    if (text) {
        *size = fread(text, 1, SCRIPT_BYTES_MAX, file);
        *size = ferror(file) ? SCRIPT_BYTES_MAX : *size;
    }
    if (file)
        fclose(file);
    return text;
}

bool script_set(struct scenario *scenario, const char *name, const char *text, size_t size, char why[SCRIPT_WHY_MAX]) {
    uint32_t due = 0;
    for (int i = 0; i < scenario->scheduled_events; i++)
        due |= (uint32_t)(scenario->scheduled[i].scripted != 0) << i;
    struct script *script = size < SCRIPT_BYTES_MAX ? malloc(sizeof *script + size) : NULL;
    script_destroy(scenario);
    if (!script) {
        snprintf(why, SCRIPT_WHY_MAX, "the file %s cannot be read, or has more than %d bytes", name, SCRIPT_BYTES_MAX - 1);
        return false;
    }
    script->size = size;
    memcpy(script->text, text, size);
    snprintf(script->name, sizeof script->name, "%s", name);
    scenario->script = (struct script_host){.happens = script_happens, .ctx = script};
    struct question question = {.script = script, .scenario = scenario, .due = due, .try_only = true};
    ask(&question);
    snprintf(why, SCRIPT_WHY_MAX, "%s", question.why);
    return !question.why[0];
}

void script_read(struct scenario *scenario, const struct doc_at *root, const char *folder, crypto_generichash_state *hash) {
    struct doc_at at;
    char name[64], path[640], why[SCRIPT_WHY_MAX];
    size_t size;
    bool asked = false;
    for (int i = 0; i < scenario->scheduled_events; i++)
        asked = asked || scenario->scheduled[i].scripted;
    if (!doc_get(root, "script", &at)) {
        if (asked)
            doc_problem(root, "an event asks a script: name its file in \"script\".");
        return;
    }
    if (!doc_text(&at, name, sizeof name, false))
        return;
    if (strchr(name, '/') || strlen(name) < 5 || strcmp(name + strlen(name) - 4, ".lua") != 0) {
        doc_problem(&at, "should be a file beside the scenario whose name ends in .lua.");
        return;
    }
    snprintf(path, sizeof path, "%s/scenarios/%s", folder, name);
    char *text = file_read(path, &size);
    if (!text) {
        doc_problem(&at, "the file %s cannot be read.", path);
        return;
    }
    crypto_generichash_update(hash, (const unsigned char *)text, size);
    if (!script_set(scenario, name, text, size, why))
        doc_problem(&at, "%s.", why);
    free(text);
}

void script_destroy(struct scenario *scenario) {
    free(scenario->script.ctx);
    scenario->script = (struct script_host){0};
}
