#include "options.h"

#include <ctype.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* What went wrong while reading, and where. */
struct reading {
    struct options *options;
    char *why;
    size_t size;
    bool file; /* a line of the configuration */
};

__attribute__((format(printf, 2, 3))) static bool refuse(struct reading *reading, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(reading->why, reading->size, format, args);
    va_end(args);
    return false;
}

static bool copy_text(char *out, size_t room, const char *text, size_t length) {
    if (length >= room)
        return false;
    memcpy(out, text, length);
    out[length] = '\0';
    return true;
}

/* "ADDR:PORT" or "[ADDR]:PORT". */
static bool read_address(struct reading *reading, const char *name, const char *value, struct option_address *out) {
    const char *colon = strrchr(value, ':');
    const char *host = value, *end = colon;
    if (!colon || colon == value)
        return refuse(reading, "--%s: '%s' is not ADDR:PORT; 127.0.0.1:%d would be right.", name, value, LISTEN_PORT);
    if (*host == '[') {
        if (end[-1] != ']')
            return refuse(reading, "--%s: the bracket of '%s' is not closed; [::1]:%d would be right.", name, value,
                          LISTEN_PORT);
        host++;
        end--;
    } else if (memchr(host, ':', (size_t)(end - host)))
        return refuse(reading, "--%s: an IPv6 address stands in brackets; [::1]:%d would be right.", name,
                      LISTEN_PORT);
    char *rest;
    unsigned long port = strtoul(colon + 1, &rest, 10);
    if (!isdigit((unsigned char)colon[1]) || *rest || port > 65535)
        return refuse(reading, "--%s: the port of '%s' is not a number from 0 to 65535.", name, value);
    if (!copy_text(out->host, sizeof out->host, host, (size_t)(end - host)) || out->host[0] == '\0')
        return refuse(reading, "--%s: the address of '%s' is empty or too long.", name, value);
    out->port = (uint16_t)port;
    return true;
}

static bool set_listen(struct reading *reading, const char *value) {
    return read_address(reading, "listen", value, &reading->options->listen);
}

static bool set_public_address(struct reading *reading, const char *value) {
    struct option_address *out = &reading->options->public_address;
    if (strpbrk(value, " \t"))
        return refuse(reading, "--public-address: '%.60s' is not HOST or HOST:PORT.", value);
    if (strchr(value, ':'))
        return read_address(reading, "public-address", value, out);
    out->port = 0;
    return (*value && copy_text(out->host, sizeof out->host, value, strlen(value))) ||
           refuse(reading, "--public-address: the name is empty or too long.");
}

static bool set_metrics(struct reading *reading, const char *value) {
    reading->options->metrics = true;
    return read_address(reading, "metrics", value, &reading->options->metrics_address);
}

static bool set_data(struct reading *reading, const char *value) {
    if (*value && copy_text(reading->options->data, OPTION_PATH, value, strlen(value)))
        return true;
    return refuse(reading, "--data: the path is empty or longer than %d bytes.", OPTION_PATH - 1);
}

static bool set_create(struct reading *reading, const char *value) {
    struct options *options = reading->options;
    if (options->creates == OPTION_CREATES)
        return refuse(reading, "--create: at most %d games can be created at a start.", OPTION_CREATES);
    struct option_create *grown = realloc(options->create, (options->creates + 1) * sizeof *grown);
    if (!grown)
        return refuse(reading, "--create: no memory is left.");
    options->create = grown;
    struct option_create *create = &grown[options->creates];
    const char *colon = strchr(value, ':');
    size_t id = colon ? (size_t)(colon - value) : strlen(value);
    const char *name = colon && colon[1] ? colon + 1 : value;
    size_t name_length = colon && colon[1] ? strlen(name) : id;
    if (id == 0 || !copy_text(create->scenario, OPTION_NAME_MAX, value, id))
        return refuse(reading, "--create: '%s' names no scenario; bridge-checkpoint:Tuesday would be right.", value);
    if (!copy_text(create->name, OPTION_NAME_MAX, name, name_length))
        return refuse(reading, "--create: the name of a game has at most %d bytes.", OPTION_NAME_MAX - 1);
    create->once = reading->file;
    options->creates++;
    return true;
}

static bool set_seat(struct reading *reading, const char *value) {
    struct options *options = reading->options;
    if (options->seats == OPTION_SEATS)
        return refuse(reading, "--seat: at most %d seats can be named.", OPTION_SEATS);
    struct option_seat *seat = &options->seat[options->seats];
    const char *equals = strchr(value, '=');
    if (!equals || equals == value ||
        !copy_text(seat->side, OPTION_NAME_MAX, value, (size_t)(equals - value)))
        return refuse(reading, "--seat: '%s' is not SIDE=human or SIDE=ai:NAME.", value);
    seat->ai[0] = '\0';
    if (strcmp(equals + 1, "human") != 0) {
        const char *ai = equals + 4;
        if (strncmp(equals + 1, "ai:", 3) != 0 || !*ai || !copy_text(seat->ai, OPTION_NAME_MAX, ai, strlen(ai)))
            return refuse(reading, "--seat: '%s' is neither human nor ai:NAME; %s=ai:scripted would be right.",
                          equals + 1, seat->side);
    }
    options->seats++;
    return true;
}

/* Given again it adds. */
static bool set_option(struct reading *reading, const char *value) {
    char *words = reading->options->option;
    size_t used = strlen(words), length = strlen(value);
    if (length == 0 || used + 1 + length >= OPTION_WORDS)
        return refuse(reading, "--option: '%.40s' should be the id of a what-if, such as javelin.", value);
    snprintf(words + used, OPTION_WORDS - used, "%s%s", used ? "," : "", value);
    return true;
}

static bool read_seconds(struct reading *reading, const char *name, const char *none, const char *value, uint32_t *out) {
    char *rest;
    unsigned long seconds = strtoul(value, &rest, 10);
    if (!isdigit((unsigned char)*value) || *rest || seconds > 7 * 24 * 3600)
        return refuse(reading, "--%s: '%s' is not a number of seconds from 0 (%s) to %d.", name, value, none,
                      7 * 24 * 3600);
    *out = (uint32_t)seconds;
    return true;
}

static bool set_turn_seconds(struct reading *reading, const char *value) {
    return read_seconds(reading, "turn-seconds", "no clock", value, &reading->options->turn_seconds);
}

static bool set_bank_seconds(struct reading *reading, const char *value) {
    return read_seconds(reading, "bank-seconds", "none", value, &reading->options->bank_seconds);
}

static bool set_grace_seconds(struct reading *reading, const char *value) {
    return read_seconds(reading, "grace-seconds", "none", value, &reading->options->grace_seconds);
}

/* A switch: alone on the command line, yes or no in the file. */
static bool read_switch(struct reading *reading, const char *name, const char *value, bool *out) {
    *out = !value || strcmp(value, "yes") == 0;
    return *out || strcmp(value, "no") == 0 || refuse(reading, "--%s: '%s' is neither yes nor no.", name, value);
}

static bool set_listed(struct reading *reading, const char *value) {
    return read_switch(reading, "listed", value, &reading->options->listed);
}

static bool set_watched(struct reading *reading, const char *value) {
    return read_switch(reading, "watched", value, &reading->options->watched);
}

static bool set_umpired(struct reading *reading, const char *value) {
    return read_switch(reading, "umpired", value, &reading->options->umpired);
}

static bool set_delay(struct reading *reading, const char *value) {
    char *rest;
    unsigned long turns = strtoul(value, &rest, 10);
    if (!isdigit((unsigned char)*value) || *rest || turns > 100)
        return refuse(reading, "--delay: '%s' is not a number of turns from 0 to 100.", value);
    reading->options->delay = (uint16_t)turns;
    return true;
}

static bool set_lobby(struct reading *reading, const char *value) {
    static const char *const words[] = {"off", "list", "accounts", "open"};
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(value, words[i]) == 0) {
            reading->options->lobby = (enum option_lobby)i;
            return true;
        }
    return refuse(reading, "--lobby: '%s' is none of off, list, accounts and open.", value);
}

static bool set_notice_command(struct reading *reading, const char *value) {
    if (*value == '/' && copy_text(reading->options->notice_command, OPTION_PATH, value, strlen(value)))
        return true;
    return refuse(reading, "--notice-command: '%.60s' is not the whole path of a program, which begins with /.", value);
}

static bool set_notice_url(struct reading *reading, const char *value) {
    if ((strncmp(value, "https://", 8) == 0 || strncmp(value, "http://", 7) == 0) &&
        copy_text(reading->options->notice_url, OPTION_PATH, value, strlen(value)))
        return true;
    return refuse(reading, "--notice-url: the address begins with https:// or http://.");
}

static bool set_tls(struct reading *reading, const char *value) {
    struct options *options = reading->options;
    if (strcmp(value, "auto") == 0 || strcmp(value, "off") == 0) {
        options->tls = *value == 'a' ? OPTION_TLS_AUTO : OPTION_TLS_OFF;
        return true;
    }
    const char *colon = strchr(value, ':');
    if (!colon || colon == value || !colon[1])
        return refuse(reading, "--tls: '%s' is neither auto nor off nor CERTIFICATE:KEY, two paths of PEM files.",
                      value);
    options->tls = OPTION_TLS_FILES;
    if (!copy_text(options->certificate, OPTION_PATH, value, (size_t)(colon - value)) ||
        !copy_text(options->key, OPTION_PATH, colon + 1, strlen(colon + 1)))
        return refuse(reading, "--tls: a path is longer than %d bytes.", OPTION_PATH - 1);
    return true;
}

static bool set_backup(struct reading *reading, const char *value) {
    if (*value && copy_text(reading->options->backup, OPTION_PATH, value, strlen(value)))
        return true;
    return refuse(reading, "--backup: the path is empty or longer than %d bytes.", OPTION_PATH - 1);
}

static bool set_reset_password(struct reading *reading, const char *value) {
    if (*value && copy_text(reading->options->reset_password, OPTION_TEXT, value, strlen(value)))
        return true;
    return refuse(reading, "--reset-password: the name of an account is empty or longer than %d bytes.", OPTION_TEXT - 1);
}

/* An option is a row: command line, file and --help all come from here. `set` NULL: handled before the others. */
static const struct row {
    const char *name, *argument, *help;
    bool (*set)(struct reading *reading, const char *value);
} rows[] = {
    {"listen", "ADDR:PORT", "where to listen; port 0: a free one (default 0.0.0.0:7878,\n"
                           "with --tls off 127.0.0.1:7878)", set_listen},
    {"public-address", "HOST[:PORT]", "what join lines show, as the name of this server or what a router\n"
                                      "forwards (default: an address of this computer, the port of --listen)",
     set_public_address},
    {"data", "DIR", "folder of journal, certificate and key (default $STATE_DIRECTORY,\n"
                    "else $XDG_DATA_HOME/ibard, else ~/.local/share/ibard)", set_data},
    {"create", "SCENARIO[:NAME]", "create a game; may be given often (default: one game of\n"
                                  "bridge-checkpoint when the folder holds no game). A line of the\n"
                                  "file creates it unless it is under way", set_create},
    {"seat", "SIDE=human|ai:NAME", "who plays a side of the games created (default human)", set_seat},
    {"option", "NAME", "a what-if of the games created, such as javelin; may be\n"
                       "given often", set_option},
    {"turn-seconds", "N", "length of the order phase; 0: no clock (default 0)", set_turn_seconds},
    {"bank-seconds", "N", "game clock of each side, runs when the turn's time is over;\n"
                          "0: none (default 0)", set_bank_seconds},
    {"grace-seconds", "N", "when all clocks are out, until the turn is played (default 0)", set_grace_seconds},
    {"listed", NULL, "show the games created in the lobby, with their open seats", set_listed},
    {"watched", NULL, "let spectators in to the games created", set_watched},
    {"delay", "N", "turns that spectators see late (default 0; of all sides at\n"
                   "least 1)", set_delay},
    {"umpired", NULL, "the games created have an umpire, whose line is printed too", set_umpired},
    {"lobby", "MODE", "what strangers may do. off: nothing; list: see listed games\n"
                      "and take their open seats; accounts: create games with an\n"
                      "account; open: create games without one (default list)", set_lobby},
    {"notice-command", "PATH", "run this program when a player who is not there is to be\n"
                               "called", set_notice_command},
    {"notice-url", "URL", "post to this web address for the same", set_notice_url},
    {"tls", "auto|off|CERT:KEY", "auto makes a certificate in the data folder; off is for\n"
                                 "loopback only (default auto)", set_tls},
    {"metrics", "ADDR:PORT", "serve counters as text at http://ADDR:PORT/metrics", set_metrics},
    {"backup", "FILE", "copy the journal of the data folder to FILE, which must be\n"
                       "new, check the copy and exit; a server may be running", set_backup},
    {"reset-password", "NAME", "draw a new password for the account NAME, print it and exit;\n"
                               "no server may be running on the data folder", set_reset_password},
    {"config", "FILE", "read options from a file: lines 'name = value', # comments", NULL},
    {"help", NULL, "print this and exit", NULL},
    {"version", NULL, "print the version and exit", NULL},
};
#define ROWS (sizeof rows / sizeof rows[0])

/* Sets an option by name, of the rows above or of the limits. False with a sentence in the reading's `why`. */
static bool set_value(struct reading *reading, const char *name, const char *value) {
    enum limit limit = limit_find(name);
    if (limit < LIMITS)
        return limit_read(&reading->options->limits, limit, value, reading->why, reading->size);
    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].set && strcmp(rows[i].name, name) == 0)
            return rows[i].set(reading, value);
    return true;
}

static const struct row *row_find(const char *name) {
    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    return NULL;
}

static void help_row(FILE *out, const char *head, const char *text) {
    fprintf(out, "  %-26s ", head);
    for (; *text; text++) {
        fputc(*text, out);
        if (*text == '\n')
            fprintf(out, "%29s", "");
    }
}

void options_help(FILE *out) {
    fprintf(out, "usage: ibard [OPTION]...\n\nServes games of Ibar over TCP and TLS. Prints on standard output where it "
                 "listens, the\nfingerprint of its certificate, one join line for every seat of a person, and 'ready'."
                 "\n\n");
    for (size_t i = 0; i < ROWS; i++) {
        char head[64];
        snprintf(head, sizeof head, "--%s %s", rows[i].name, rows[i].argument ? rows[i].argument : "");
        help_row(out, head, rows[i].help);
        fputc('\n', out);
    }
    fprintf(out, "\nLimits of what clients may cause:\n");
    for (unsigned i = 0; i < LIMITS; i++) {
        const struct limit_row *row = limit_row((enum limit)i);
        char head[64];
        snprintf(head, sizeof head, "--%s N", row->name);
        help_row(out, head, row->help);
        fprintf(out, "\n%29s(%s, %u to %u, default %u)\n", "", row->unit, row->min, row->max, row->preset);
    }
    fprintf(out, "\nExit codes: 0 well, 1 failed, 2 wrong usage.\n");
}

static char *trim(char *text) {
    while (isspace((unsigned char)*text))
        text++;
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        text[--length] = '\0';
    return text;
}

static enum options_result read_line(struct reading *reading, const char *path, unsigned number, char *line) {
    char *name = trim(line);
    if (*name == '\0' || *name == '#')
        return OPTIONS_RUN;
    char *equals = strchr(name, '=');
    if (!equals) {
        refuse(reading, "%s:%u: '%.60s' is not a line 'name = value'.", path, number, name);
        return OPTIONS_WRONG;
    }
    *equals = '\0';
    name = trim(name);
    const struct row *row = row_find(name);
    if ((!row || !row->set || row->set == set_backup || row->set == set_reset_password) && limit_find(name) == LIMITS) {
        refuse(reading, "%s:%u: there is no option '%.60s' for a file; ibard --help lists them.", path, number, name);
        return OPTIONS_WRONG;
    }
    char sentence[512];
    struct reading inner = {reading->options, sentence, sizeof sentence, true};
    if (set_value(&inner, name, trim(equals + 1)))
        return OPTIONS_RUN;
    refuse(reading, "%s:%u: %s", path, number, sentence + (strncmp(sentence, "--", 2) == 0 ? 2 : 0));
    return OPTIONS_WRONG;
}

static enum options_result read_file(struct reading *reading, const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) {
        refuse(reading, "The configuration '%s' cannot be read: %m.", path);
        return OPTIONS_FAILED;
    }
    enum options_result result = OPTIONS_RUN;
    char line[2 * OPTION_PATH + 64];
    for (unsigned number = 1; result == OPTIONS_RUN && fgets(line, sizeof line, file); number++)
        result = read_line(reading, path, number, line);
    if (result == OPTIONS_RUN && ferror(file)) {
        refuse(reading, "The configuration '%s' cannot be read to its end.", path);
        result = OPTIONS_FAILED;
    }
    fclose(file);
    return result;
}

/* The folder where this user's or service's data belongs. */
static bool default_data(struct reading *reading) {
    struct options *options = reading->options;
    const char *state = getenv("STATE_DIRECTORY"), *xdg = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    int length;
    if (state && *state)
        length = snprintf(options->data, OPTION_PATH, "%s", state);
    else if (xdg && *xdg)
        length = snprintf(options->data, OPTION_PATH, "%s/ibard", xdg);
    else if (home && *home)
        length = snprintf(options->data, OPTION_PATH, "%s/.local/share/ibard", home);
    else
        return refuse(reading, "No folder for data is known, as HOME is not set: name one with --data.");
    return length < OPTION_PATH || refuse(reading, "The path of the home folder is too long: name a folder with --data.");
}

/* One walk over the command line. `files` true: only --config, --help and --version are looked at. */
static enum options_result walk(struct reading *reading, int argc, char **argv, bool files) {
    struct option table[ROWS + LIMITS + 1] = {{0}};
    for (size_t i = 0; i < ROWS; i++)
        table[i] = (struct option){rows[i].name, rows[i].argument ? required_argument : no_argument, NULL, 0};
    for (unsigned i = 0; i < LIMITS; i++)
        table[ROWS + i] = (struct option){limit_row((enum limit)i)->name, required_argument, NULL, 0};
    optind = 0; /* glibc: begin anew */
    opterr = 0;
    for (int index, found; (found = getopt_long(argc, argv, "+:h", table, &index)) != -1;) {
        const char *name = found == 'h' ? "help" : NULL;
        if (found == ':' || found == '?') {
            const char *shown = argv[optind - 1];
            refuse(reading, found == ':' ? "The option '%s' needs a value." : "There is no option '%s' of this form.",
                   shown);
            return OPTIONS_WRONG;
        }
        name = name ? name : table[index].name;
        if (files && strcmp(name, "help") == 0)
            return OPTIONS_HELP;
        if (files && strcmp(name, "version") == 0)
            return OPTIONS_VERSION;
        enum options_result result = OPTIONS_RUN;
        if (files && strcmp(name, "config") == 0)
            result = read_file(reading, optarg);
        else if (!files && !set_value(reading, name, optarg))
            result = OPTIONS_WRONG;
        if (result != OPTIONS_RUN)
            return result;
    }
    if (optind < argc) {
        refuse(reading, "'%s' is not an option: ibard takes options only.", argv[optind]);
        return OPTIONS_WRONG;
    }
    return OPTIONS_RUN;
}

enum options_result options_read(struct options *options, int argc, char **argv, char *why, size_t size) {
    memset(options, 0, sizeof *options);
    options->listen.port = LISTEN_PORT;
    options->lobby = OPTION_LOBBY_LIST;
    limits_preset(&options->limits);
    struct reading reading = {options, why, size, false};
    enum options_result result = walk(&reading, argc, argv, true);
    if (result == OPTIONS_RUN)
        result = walk(&reading, argc, argv, false);
    if (result == OPTIONS_RUN && options->data[0] == '\0' && !default_data(&reading))
        result = OPTIONS_FAILED;
    /* Unless told otherwise, plain text does not leave this computer. */
    if (options->listen.host[0] == '\0')
        snprintf(options->listen.host, sizeof options->listen.host, "%s",
                 options->tls == OPTION_TLS_OFF ? "127.0.0.1" : "0.0.0.0");
    return result;
}

void options_finish(struct options *options) {
    free(options->create);
    options->create = NULL;
    options->creates = 0;
}
