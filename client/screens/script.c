#include "script.h"

#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STILL_STEPS 4000
#define STILL_MS    180000

static void step(struct app *app, int times) {
    while (times-- > 0)
        app_step(app);
}

static Uint32 window_id(struct app *app) {
    return SDL_GetWindowID(app->window);
}

static void send_key(struct app *app, SDL_Keycode sym, Uint16 mod) {
    SDL_Event event = {.key = {.type = SDL_KEYDOWN, .windowID = window_id(app), .state = SDL_PRESSED}};
    event.key.keysym.sym = sym;
    event.key.keysym.scancode = SDL_GetScancodeFromKey(sym);
    event.key.keysym.mod = mod;
    SDL_PushEvent(&event);
    step(app, 1); /* on a slow computer a second picture would see a key held long enough to repeat */
    event.type = SDL_KEYUP;
    event.key.state = SDL_RELEASED;
    SDL_PushEvent(&event);
    step(app, 3);
}

static void send_button(struct app *app, int button, bool down) {
    float x, y;
    ui_mouse(&x, &y);
    SDL_Event event = {
        .button = {.type = down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP, .windowID = window_id(app)}};
    event.button.button = (Uint8)button;
    event.button.state = down ? SDL_PRESSED : SDL_RELEASED;
    event.button.clicks = 1;
    event.button.x = (int)(x * app->scale);
    event.button.y = (int)(y * app->scale);
    SDL_PushEvent(&event);
    step(app, 2);
}

static void send_motion(struct app *app, int x, int y) {
    SDL_Event event = {.motion = {.type = SDL_MOUSEMOTION, .windowID = window_id(app), .x = x, .y = y}};
    SDL_PushEvent(&event);
    step(app, 2);
}

static bool point(struct app *app, const char *what, char *why, size_t size) {
    char hex[16];
    int x, y, unit;
    bool shown = true;
    if (sscanf(what, "hex %15s", hex) == 1 && app->scenery.scenario)
        shown = app_hex_place(app, map_hex_parse(&app->scenery.scenario->map, hex), &x, &y);
    else if (sscanf(what, "unit %d", &unit) == 1)
        shown = app_unit_place(app, (uint16_t)unit, &x, &y);
    else if (sscanf(what, "%d %d", &x, &y) != 2)
        shown = false;
    if (!shown)
        snprintf(why, size, "\"point %s\" is nowhere on the screen.", what);
    else
        send_motion(app, x, y);
    return shown;
}

static bool key(struct app *app, const char *name, char *why, size_t size) {
    Uint16 mod = 0;
    if (strncmp(name, "Ctrl+", 5) == 0) {
        mod = KMOD_LCTRL;
        name += 5;
    } else if (strncmp(name, "Shift+", 6) == 0) {
        mod = KMOD_LSHIFT;
        name += 6;
    }
    SDL_Keycode sym = SDL_GetKeyFromName(name);
    if (sym == SDLK_UNKNOWN) {
        snprintf(why, size, "There is no key \"%s\".", name);
        return false;
    }
    send_key(app, sym, mod);
    return true;
}

static bool still(struct app *app, char *why, size_t size) {
    Uint64 begun = SDL_GetTicks64(); /* a busy computer needs its time, whatever the steps */
    for (int i = 0, quiet = 0; i < STILL_STEPS || SDL_GetTicks64() - begun < STILL_MS; i++) {
        if (app_step(app) < 0)
            break;
        quiet = app_is_still(app) ? quiet + 1 : 0;
        if (quiet == 4)
            return true;
        SDL_Delay(1);
    }
    snprintf(why, size, "The picture does not come to rest.");
    return false;
}

/* An event holds some thirty bytes; no character is cut in two. */
static void text(struct app *app, const char *words) {
    SDL_Event event = {.text = {.type = SDL_TEXTINPUT, .windowID = window_id(app)}};
    const size_t most = sizeof event.text.text - 1;
    do {
        size_t part = strlen(words);
        if (part > most)
            for (part = most; part > 1 && ((unsigned char)words[part] & 0xc0) == 0x80;)
                part--;
        memcpy(event.text.text, words, part);
        event.text.text[part] = 0;
        SDL_PushEvent(&event);
        step(app, 2);
        words += part;
    } while (*words);
}

bool script_line(struct app *app, const char *line, char *why, size_t size) {
    char verb[16] = "";
    int at = 0;
    if (sscanf(line, "%15s %n", verb, &at) < 1 || verb[0] == '#')
        return true;
    const char *rest = line + at;
    if (strcmp(verb, "key") == 0)
        return key(app, rest, why, size);
    if (strcmp(verb, "point") == 0)
        return point(app, rest, why, size);
    if (strcmp(verb, "still") == 0)
        return still(app, why, size);
    if (strcmp(verb, "picture") == 0)
        return still(app, why, size) && app_picture(app, rest, why, size);
    if (strcmp(verb, "click") == 0 || strcmp(verb, "right") == 0) {
        int button = verb[0] == 'c' ? SDL_BUTTON_LEFT : SDL_BUTTON_RIGHT;
        send_button(app, button, true);
        send_button(app, button, false);
    } else if (strcmp(verb, "press") == 0 || strcmp(verb, "release") == 0) {
        send_button(app, SDL_BUTTON_LEFT, verb[0] == 'p');
    } else if (strcmp(verb, "wheel") == 0) {
        SDL_Event event = {.wheel = {.type = SDL_MOUSEWHEEL, .windowID = window_id(app), .y = atoi(rest)}};
        SDL_PushEvent(&event);
        step(app, 2);
    } else if (strcmp(verb, "text") == 0) {
        text(app, rest);
    } else {
        snprintf(why, size, "There is no script command \"%s\".", verb);
        return false;
    }
    return true;
}

bool script_file(struct app *app, const char *path, char *why, size_t size) {
    FILE *file = fopen(path, "r");
    char line[512];
    bool well = file != NULL;
    if (!file)
        snprintf(why, size, "The script %s cannot be read.", path);
    /* What is pointed at or clicked is there only when the program has come to rest once. */
    well = well && still(app, why, size);
    while (well && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        well = script_line(app, line, why, size);
    }
    if (file)
        fclose(file);
    return well;
}
