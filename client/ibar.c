/* The client's main: options in, one app, one loop. */
#include "screens/app.h"
#include "screens/script.h"

#include <SDL.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PICTURE_STEPS_MAX 4000 /* steps until a picture must be still */

static const char USAGE[] =
    "usage: ibar [--hotseat SCENARIO] [--connect HOST:PORT [--seat TOKEN]] [--replay RECORD]\n"
    "            [--screenshot F.png [--size WxH]]\n"
    "\n"
    "  --hotseat SCENARIO   play at this screen, one after the other: bridge-checkpoint\n"
    "  --computer SIDE      hot-seat: let the program play this side (may be given more than once)\n"
    "  --option NAME        hot-seat: a what-if of the scenario, such as javelin; several with commas between\n"
    "  --connect HOST:PORT  join a server: its lobby, or with a token your seat there\n"
    "  --seat TOKEN         the token of your seat; it alone names game and seat\n"
    "  --fingerprint HEX    the certificate that the server must show; without it, it is trusted at first "
    "use\n"
    "  --no-tls             plain text, for a server on this computer that was started with --tls off\n"
    "  --replay RECORD      look at a finished game: every turn, with the eyes of any side or all of them\n"
    "  --screenshot F.png   write what is shown after the start to a file and end\n"
    "  --size WxH           size of the window, at least 960x600; 1280x720 without it\n"
    "  --scale N            size of everything, 0.75 to 3; by the screen without it\n"
    "  --script F           carry out a file of mouse and key events (screens/script.h), for tests\n"
    "  --help, --version\n";

struct options {
    struct app_config app;
    const char *screenshot, *script;
};

enum {
    OPT_HOTSEAT = 256,
    OPT_OPTION,
    OPT_COMPUTER,
    OPT_CONNECT,
    OPT_SEAT,
    OPT_FINGERPRINT,
    OPT_PLAIN,
    OPT_REPLAY,
    OPT_SCREENSHOT,
    OPT_SIZE,
    OPT_SCALE,
    OPT_SCRIPT,
    OPT_HELP,
    OPT_VERSION
};

static const struct option OPTIONS[] = {
    {"hotseat", required_argument, NULL, OPT_HOTSEAT},
    {"option", required_argument, NULL, OPT_OPTION},
    {"computer", required_argument, NULL, OPT_COMPUTER},
    {"connect", required_argument, NULL, OPT_CONNECT},
    {"seat", required_argument, NULL, OPT_SEAT},
    {"fingerprint", required_argument, NULL, OPT_FINGERPRINT},
    {"no-tls", no_argument, NULL, OPT_PLAIN},
    {"replay", required_argument, NULL, OPT_REPLAY},
    {"screenshot", required_argument, NULL, OPT_SCREENSHOT},
    {"size", required_argument, NULL, OPT_SIZE},
    {"scale", required_argument, NULL, OPT_SCALE},
    {"script", required_argument, NULL, OPT_SCRIPT},
    {"help", no_argument, NULL, OPT_HELP},
    {"version", no_argument, NULL, OPT_VERSION},
    {NULL, 0, NULL, 0},
};

static int wrong(const char *why) {
    fprintf(stderr, "ibar: %s\nTry ibar --help.\n", why);
    return 2;
}

static bool take_size(struct options *options, const char *text) {
    return sscanf(text, "%dx%d", &options->app.width, &options->app.height) == 2 &&
           options->app.width >= 320 && options->app.height >= 240 && options->app.width <= 8192 &&
           options->app.height <= 8192;
}

static bool take_computer(struct options *options, const char *side) {
    static const char *const sides[] = {"police", "kfor", "irregulars"};
    for (int i = 0; i < 3; i++)
        if (strcmp(side, sides[i]) == 0) {
            options->app.computer[i] = sides[i];
            return true;
        }
    return false;
}

/* Returns -1 to go on, else the exit code. */
static int take_option(struct options *options, int option, const char *value) {
    switch (option) {
    case OPT_HOTSEAT:
        options->app.hotseat = value;
        return -1;
    case OPT_OPTION:
        options->app.option = value;
        return -1;
    case OPT_COMPUTER:
        return take_computer(options, value) ? -1 : wrong("--computer takes police, kfor or irregulars.");
    case OPT_CONNECT:
        options->app.connect = value;
        return -1;
    case OPT_SEAT:
        options->app.token = value;
        return -1;
    case OPT_FINGERPRINT:
        options->app.fingerprint = value;
        return strlen(value) == 64 && strspn(value, "0123456789abcdefABCDEF") == 64
                   ? -1
                   : wrong("--fingerprint takes 64 hexadecimal digits, as the server prints them.");
    case OPT_PLAIN:
        options->app.plain = true;
        return -1;
    case OPT_REPLAY:
        options->app.replay = value;
        return -1;
    case OPT_SCREENSHOT:
        options->screenshot = value;
        return -1;
    case OPT_SIZE:
        return take_size(options, value) ? -1 : wrong("--size takes WxH, for example 1280x720.");
    case OPT_SCALE:
        options->app.scale = strtof(value, NULL);
        return options->app.scale >= 0.75f && options->app.scale <= 3
                   ? -1
                   : wrong("--scale takes a number from 0.75 to 3.");
    case OPT_SCRIPT:
        options->script = value;
        return -1;
    case OPT_HELP:
        fputs(USAGE, stdout);
        return 0;
    case OPT_VERSION:
        puts("ibar " IBAR_VERSION);
        return 0;
    default:
        fputs("Try ibar --help.\n", stderr);
        return 2;
    }
}

static int picture(struct app *app, const char *path) {
    char why[MODEL_TEXT_MAX];
    int still = 0;
    for (int i = 0; i < PICTURE_STEPS_MAX && still < 4; i++) {
        if (app_step(app) < 0)
            return 1;
        still = app_is_still(app) ? still + 1 : 0;
        SDL_Delay(1);
    }
    if (!app_picture(app, path, why, sizeof why)) {
        fprintf(stderr, "ibar: %s\n", why);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv) {
    struct options options = {0};
    char why[512] = "";
    for (int option; (option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1;) {
        int code = take_option(&options, option, optarg);
        if (code >= 0)
            return code;
    }
    if (optind < argc)
        return wrong("it takes options only.");
    if (options.app.replay && (options.app.hotseat || options.app.connect))
        return wrong("--replay goes without --hotseat and --connect.");
    if (options.app.token && !options.app.connect)
        return wrong("--seat needs --connect HOST:PORT.");
    if (options.app.hotseat && options.app.connect)
        return wrong("--hotseat and --connect exclude each other.");
    signal(SIGPIPE, SIG_IGN);
    options.app.hidden = options.app.quiet = options.screenshot != NULL;
    struct app *app = app_open(&options.app, why, sizeof why);
    if (!app) {
        fprintf(stderr, "ibar: %s\n", why);
        return 1;
    }
    int code = 0;
    if (options.script && !script_file(app, options.script, why, sizeof why)) {
        fprintf(stderr, "ibar: %s\n", why);
        code = 1;
    } else if (options.screenshot) {
        code = picture(app, options.screenshot);
    } else if (!options.script) {
        for (int wait; (wait = app_step(app)) >= 0;)
            SDL_WaitEventTimeout(NULL, wait);
    }
    app_close(app);
    return code;
}
