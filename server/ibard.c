/* ibard: serves games over TCP and TLS.
 *
 * Standard output carries what a host hands on, in this order: where it listens, the certificate's fingerprint, for each
 * game a join line for each seat of a person, under its name when there are several, where metrics are, and `ready`. All
 * else goes to the log on standard error. */
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ai/ai.h"
#include "data/data.h"
#include "net/certificate.h"
#include "net/notices.h"
#include "net/server.h"
#include "ops/folder.h"
#include "ops/log.h"
#include "ops/metrics.h"
#include "ops/notify.h"
#include "ops/options.h"
#include "ops/seat_key.h"
#include "store/backup.h"

#define DEFAULT_SCENARIO "bridge-checkpoint"
#define PATH_ROOM        (OPTION_PATH + 64)
#define WHY_ROOM         600
#define FILES_WANTED     8192 /* descriptors: connections, and what libraries open */

enum { EXIT_WELL = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct daemon {
    struct options options;
    struct library *library;
    struct store *store;
    struct tls *tls;
    struct metrics *metrics;
    struct host *host;
    struct server *server;
    int folder;
    size_t printed; /* games that have join lines */
    char public_address[OPTION_TEXT + 16];
    char why[WHY_ROOM];
};

static int fail(const char *sentence) {
    fprintf(stderr, "ibard: %s\n", sentence);
    return EXIT_FAILED;
}

static int usage(const char *sentence) {
    fprintf(stderr, "ibard: %s\nTry 'ibard --help'.\n", sentence);
    return EXIT_USAGE;
}

static const struct scenario *find_scenario(void *ctx, const char *id, char *why, size_t size) {
    struct problems *problems = calloc(1, sizeof *problems);
    if (!problems)
        abort();
    const struct scenario *scenario = library_find(ctx, id, problems);
    if (!scenario)
        snprintf(why, size, "The scenario '%s' cannot be read: %s", id,
                 problems->count ? problems->text[0] : "no reason is known.");
    free(problems);
    return scenario;
}

/* Says in `why` which computer players there are, after what is wrong. */
static int no_player(const char *name, char *why, size_t size) {
    size_t used = (size_t)snprintf(why, size, "--seat: there is no computer player '%s'; there are", name);
    for (size_t i = 0; ai_at(i) && used < size; i++)
        used += (size_t)snprintf(why + used, size - used, "%s %s", i ? "," : "", ai_at(i)->name);
    if (used + 1 < size)
        snprintf(why + used, size - used, ".");
    return usage(why);
}

static int check_seats(const struct daemon *daemon, const struct scenario *scenario) {
    char why[WHY_ROOM];
    for (size_t s = 0; s < daemon->options.seats; s++) {
        const struct option_seat *seat = &daemon->options.seat[s];
        if (scenario_side(scenario, seat->side) >= 0)
            continue;
        size_t used = (size_t)snprintf(why, sizeof why, "--seat: the scenario '%s' has no side '%s'; it has",
                                       scenario->id, seat->side);
        for (int i = 0; i < scenario->sides; i++)
            used += (size_t)snprintf(why + used, sizeof why - used, "%s %s", i ? "," : "", scenario->side[i].id);
        snprintf(why + used, sizeof why - used, ".");
        return usage(why);
    }
    return EXIT_WELL;
}

static int check_what_ifs(const struct options *options, const struct scenario *scenario) {
    char why[WHY_ROOM], wrong[WHY_ROOM / 2];
    uint16_t what_ifs = 0;
    if (scenario_options_choose(scenario, options->option, &what_ifs, wrong, sizeof wrong))
        return EXIT_WELL;
    snprintf(why, sizeof why, "--option: %s", wrong);
    return usage(why);
}

/* Checks what the command line names against what there is, before anything is created. Seats without a --create are
 * those of the default game. */
static int check_games(struct daemon *daemon) {
    const struct options *options = &daemon->options;
    char path[PATH_ROOM], why[WHY_ROOM];
    if (options->option[0] && options->creates == 0)
        return usage("--option: names a what-if of the games that --create names: give one.");
    for (size_t s = 0; s < options->seats; s++)
        if (options->seat[s].ai[0] && !ai_find(options->seat[s].ai))
            return no_player(options->seat[s].ai, why, sizeof why);
    size_t games = options->creates ? options->creates : options->seats > 0;
    for (size_t i = 0; i < games; i++) {
        const char *id = options->creates ? options->create[i].scenario : DEFAULT_SCENARIO;
        snprintf(path, sizeof path, "%s/scenarios/%s.json", data_folder(), id);
        if (strchr(id, '/') || access(path, F_OK) != 0) {
            snprintf(why, sizeof why, "--create: there is no scenario '%s' in %s/scenarios.", id, data_folder());
            return usage(why);
        }
        const struct scenario *scenario = find_scenario(daemon->library, id, why, sizeof why);
        if (!scenario)
            return fail(why);
        int status = check_seats(daemon, scenario);
        if (status == EXIT_WELL)
            status = check_what_ifs(options, scenario);
        if (status != EXIT_WELL)
            return status;
    }
    return EXIT_WELL;
}

static bool open_tls(struct daemon *daemon) {
    const struct options *options = &daemon->options;
    char certificate[PATH_ROOM], key[PATH_ROOM];
    if (options->tls == OPTION_TLS_OFF)
        return true;
    if (options->tls == OPTION_TLS_FILES)
        daemon->tls = tls_open(options->certificate, options->key, daemon->why, WHY_ROOM);
    else if (certificate_ensure(options->data, daemon->why, WHY_ROOM)) {
        snprintf(certificate, sizeof certificate, "%s/%s", options->data, CERTIFICATE_FILE);
        snprintf(key, sizeof key, "%s/%s", options->data, KEY_FILE);
        daemon->tls = tls_open(certificate, key, daemon->why, WHY_ROOM);
    }
    return daemon->tls != NULL;
}

static void print_seats(const struct daemon *daemon, const struct table *table, const struct host_seat *seats,
                        size_t count) {
    const struct scenario *scenario = table_scenario(table);
    if (daemon->printed > 1)
        printf("game: %s\n", table_name(table));
    for (size_t i = 0; i < count; i++)
        if (seats[i].token[0])
            printf("join: %s %s ibar --connect %s --seat %s\n", scenario->side[seats[i].side].id, seats[i].token,
                   daemon->public_address, seats[i].token);
}

static void print_role(struct daemon *daemon, const struct table *table, const char *role, enum token_seat what) {
    char token[TOKEN_TEXT];
    if (host_token(daemon->host, table_game(table), what, token))
        printf("%s: %s ibar --connect %s --seat %s\n", role, token, daemon->public_address, token);
}

/* Who else than players may have a place: only games that have more than players have a host's line. */
static void print_roles(struct daemon *daemon, const struct table *table) {
    const struct table_config *settings = table_settings(table);
    if (settings->umpired)
        print_role(daemon, table, "umpire", TOKEN_UMPIRE);
    if (settings->umpired || settings->watched || settings->listed)
        print_role(daemon, table, "host", TOKEN_HOST);
}

static void keep_table(void *ctx, const struct table *table) {
    *(const struct table **)ctx = table;
}

static const struct table *last_game(const struct daemon *daemon) {
    const struct table *table = NULL;
    host_games(daemon->host, keep_table, &table);
    return table;
}

static bool create_game(struct daemon *daemon, const char *id, const char *name) {
    const struct scenario *scenario = find_scenario(daemon->library, id, daemon->why, WHY_ROOM);
    if (!scenario)
        return false;
    const struct options *options = &daemon->options;
    struct host_game game = {.scenario = id,
                             .name = name,
                             .turn_seconds = options->turn_seconds,
                             .bank_seconds = options->bank_seconds,
                             .grace_seconds = options->grace_seconds,
                             .listed = options->listed,
                             .watched = options->watched,
                             .umpired = options->umpired,
                             .delay = options->delay};
    if (!scenario_options_choose(scenario, daemon->options.option, &game.options, daemon->why, WHY_ROOM))
        return false;
    for (size_t s = 0; s < daemon->options.seats; s++) {
        const struct option_seat *seat = &daemon->options.seat[s];
        game.ai[scenario_side(scenario, seat->side)] = seat->ai[0] ? seat->ai : NULL;
    }
    struct host_seat seats[SIDE_MAX];
    size_t count = 0;
    if (!host_create_game(daemon->host, &game, server_now(), seats, &count, daemon->why, WHY_ROOM))
        return false;
    log_event(LOG_LEVEL_INFO, "game_created", "scenario=%s name=\"%s\"", id, name);
    print_seats(daemon, last_game(daemon), seats, count);
    print_roles(daemon, last_game(daemon));
    return true;
}

/* Games of the lobby are handed out by whoever created them. */
static bool is_printed(const struct daemon *daemon, const struct table *table) {
    return table_phase(table) != TABLE_OVER && !host_is_from_lobby(daemon->host, table_game(table));
}

static void count_game(void *ctx, const struct table *table) {
    struct daemon *daemon = ctx;
    daemon->printed += is_printed(daemon, table);
}

/* A game that was restored: its players may have lost their tokens, so each start prints them again. */
static void print_game(void *ctx, const struct table *table) {
    struct daemon *daemon = ctx;
    struct host_seat seats[SIDE_MAX];
    size_t count = 0;
    if (!is_printed(daemon, table) ||
        !host_seats(daemon->host, table_game(table), seats, &count))
        return;
    print_seats(daemon, table, seats, count);
    print_roles(daemon, table);
}

static bool any_game(void *ctx, uint64_t game) {
    (void)game;
    *(bool *)ctx = true;
    return false;
}

static void on_problem(void *ctx, const char *why) {
    (void)ctx;
    log_event(LOG_LEVEL_ERROR, "game_not_restored", "reason=\"%s\"", why);
}

static void on_notice(void *ctx, const struct host_notice *notice) {
    server_notice(((struct daemon *)ctx)->server, notice);
}

_Static_assert((int)OPTION_LOBBY_OFF == (int)LOBBY_OFF && (int)OPTION_LOBBY_LIST == (int)LOBBY_LIST &&
                   (int)OPTION_LOBBY_ACCOUNTS == (int)LOBBY_ACCOUNTS && (int)OPTION_LOBBY_OPEN == (int)LOBBY_OPEN,
               "the option is the lobby's");

static struct host_limits host_limits(const struct options *options) {
    const uint32_t *value = options->limits.value;
    return (struct host_limits){.games = value[LIMIT_GAMES],
                                .games_each = value[LIMIT_GAMES_EACH],
                                .games_hour = value[LIMIT_GAMES_HOUR],
                                .seats_hour = value[LIMIT_SEATS_HOUR],
                                .accounts = value[LIMIT_ACCOUNTS],
                                .accounts_hour = value[LIMIT_ACCOUNTS_HOUR],
                                .password_seconds = value[LIMIT_PASSWORD],
                                .unbegun_hours = value[LIMIT_UNBEGUN],
                                .over_hours = value[LIMIT_OVER]};
}

/* Opens the journal, and the host with the games that go on. */
static bool open_host(struct daemon *daemon) {
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/journal.sqlite", daemon->options.data);
    daemon->store = store_open(path, daemon->why, WHY_ROOM);
    if (!daemon->store)
        return false;
    uint8_t fresh[SEAT_KEY_BYTES], key[SEAT_KEY_BYTES];
    randombytes_buf(fresh, sizeof fresh);
    if (!seat_key_ensure(daemon->options.data, fresh, key, daemon->why, WHY_ROOM))
        return false;
    struct host_config config = {.store = daemon->store, .find = find_scenario, .find_ctx = daemon->library,
                                 .random = randombytes_buf, .program = "ibard " IBAR_VERSION, .seat_key = key,
                                 .lobby = (enum lobby)daemon->options.lobby, .limits = host_limits(&daemon->options)};
    if (*daemon->options.notice_command || *daemon->options.notice_url) {
        config.notice = on_notice;
        config.notice_ctx = daemon;
    }
    daemon->host = host_create(&config);
    if (!daemon->host) {
        snprintf(daemon->why, WHY_ROOM, "No memory is left for the host.");
        return false;
    }
    size_t restored = host_restore(daemon->host, server_now(), on_problem, NULL);
    log_event(LOG_LEVEL_INFO, "restored", "games=%zu", restored);
    return true;
}

/* What join lines show. */
static void show_address(struct daemon *daemon) {
    const struct option_address *given = &daemon->options.public_address;
    size_t size = sizeof daemon->public_address;
    server_public_address(daemon->server, daemon->public_address, size);
    if (!given->host[0])
        return;
    bool six = strchr(given->host, ':') != NULL;
    int port = given->port ? given->port : atoi(strrchr(daemon->public_address, ':') + 1);
    snprintf(daemon->public_address, size, "%s%s%s:%d", six ? "[" : "", given->host, six ? "]" : "", port);
}

static bool open_server(struct daemon *daemon) {
    const struct options *options = &daemon->options;
    if (options->metrics) {
        daemon->metrics = metrics_start(options->metrics_address.host, options->metrics_address.port, daemon->why,
                                        WHY_ROOM);
        if (!daemon->metrics)
            return false;
    }
    struct server_config config = {.host = daemon->host, .store = daemon->store, .tls = daemon->tls,
                                   .metrics = daemon->metrics, .listen_host = options->listen.host,
                                   .listen_port = options->listen.port,
                                   .listen_socket = notify_listen_socket(), .limits = options->limits,
                                   .notice_command = options->notice_command, .notice_url = options->notice_url};
    daemon->server = server_create(&config, daemon->why, WHY_ROOM);
    if (!daemon->server)
        return false;
    show_address(daemon);
    return true;
}

/* Games of the command line that are under way, of one scenario and name. */
struct likes {
    const struct daemon *daemon;
    const struct option_create *create;
    size_t count;
};

static void count_like(void *ctx, const struct table *table) {
    struct likes *likes = ctx;
    likes->count += is_printed(likes->daemon, table) &&
                    strcmp(table_scenario(table)->id, likes->create->scenario) == 0 &&
                    strcmp(table_name(table), likes->create->name) == 0;
}

/* Whether the file's n-th game is under way, each of those there answering to one line of it. */
static bool is_under_way(const struct daemon *daemon, size_t n) {
    const struct option_create *create = daemon->options.create;
    struct likes likes = {.daemon = daemon, .create = &create[n]};
    host_games(daemon->host, count_like, &likes);
    for (size_t i = 0; i < n && likes.count > 0; i++)
        likes.count -= create[i].once && strcmp(create[i].scenario, create[n].scenario) == 0 &&
                       strcmp(create[i].name, create[n].name) == 0;
    return likes.count > 0;
}

/* Takes out what the file asks for and is under way, so that the next start makes no more of them. */
static void creates_cut(struct daemon *daemon) {
    struct options *options = &daemon->options;
    for (size_t i = options->creates; i-- > 0;)
        if (options->create[i].once && is_under_way(daemon, i))
            memmove(&options->create[i], &options->create[i + 1], (--options->creates - i) * sizeof options->create[0]);
}

/* Prints what the host hands on. The tokens are on disk before anybody reads them. */
static bool announce(struct daemon *daemon) {
    bool games = false;
    store_games(daemon->store, any_game, &games);
    printf("listening: %s\n", server_address(daemon->server));
    if (daemon->tls)
        printf("fingerprint: %s\n", tls_fingerprint(daemon->tls));
    creates_cut(daemon);
    daemon->printed = daemon->options.creates;
    host_games(daemon->host, count_game, daemon);
    host_games(daemon->host, print_game, daemon);
    for (size_t i = 0; i < daemon->options.creates; i++)
        if (!create_game(daemon, daemon->options.create[i].scenario, daemon->options.create[i].name))
            return false;
    if (!games && daemon->options.creates == 0 && !create_game(daemon, DEFAULT_SCENARIO, DEFAULT_SCENARIO))
        return false;
    if (games && daemon->options.creates == 0 && daemon->options.seats > 0)
        log_event(LOG_LEVEL_WARNING, "seats_unused", "reason=\"--seat is for games that are created, none was\"");
    host_flush(daemon->host, server_now());
    const char *failure = store_failure(daemon->store);
    if (!failure)
        failure = store_full(daemon->store);
    if (failure) {
        snprintf(daemon->why, WHY_ROOM, "%s", failure);
        return false;
    }
    if (daemon->metrics)
        printf("metrics: %s\n", metrics_address(daemon->metrics));
    printf("ready\n");
    if (fflush(stdout) == 0)
        return true;
    snprintf(daemon->why, WHY_ROOM, "The join lines cannot be written to standard output.");
    return false;
}

static void warn_plain(const struct options *options) {
    if (options->tls == OPTION_TLS_OFF && strcmp(options->listen.host, "127.0.0.1") != 0 &&
        strcmp(options->listen.host, "::1") != 0 && strcmp(options->listen.host, "localhost") != 0)
        log_event(LOG_LEVEL_WARNING, "plain_text",
                  "reason=\"tokens and orders cross the network unencrypted: use TLS, or listen at 127.0.0.1\"");
}

/* A command that cannot be run is told at the start, not when the first player is called. */
static bool check_notices(struct daemon *daemon) {
    const char *command = daemon->options.notice_command, *url = daemon->options.notice_url;
    struct stat file;
    if (*command && (stat(command, &file) != 0 || !S_ISREG(file.st_mode) || access(command, X_OK) != 0)) {
        snprintf(daemon->why, WHY_ROOM, "--notice-command: '%.400s' cannot be run: name a program that this user may "
                                        "execute.", command);
        return false;
    }
    if (*url && !notices_url_is_right(url)) {
        snprintf(daemon->why, WHY_ROOM, "--notice-url: the address is not whole; https://HOST/PATH would be right.");
        return false;
    }
    return true;
}

static int serve(struct daemon *daemon) {
    if (!check_notices(daemon))
        return usage(daemon->why);
    warn_plain(&daemon->options);
    daemon->folder = folder_open(daemon->options.data, daemon->why, WHY_ROOM);
    if (daemon->folder < 0 || !open_tls(daemon) || !open_host(daemon) || !open_server(daemon) || !announce(daemon))
        return fail(daemon->why);
    log_event(LOG_LEVEL_NOTICE, "serving", "address=%s tls=%s version=%s", server_address(daemon->server),
              daemon->tls ? "on" : "off", IBAR_VERSION);
    return server_run(daemon->server) ? EXIT_WELL : EXIT_FAILED;
}

/* Beside a server that runs: takes no lock of the folder. */
static int back_up(struct daemon *daemon) {
    char path[PATH_ROOM];
    uint64_t entries = 0;
    snprintf(path, sizeof path, "%s/journal.sqlite", daemon->options.data);
    if (!store_backup(path, daemon->options.backup, &entries, daemon->why, WHY_ROOM))
        return fail(daemon->why);
    printf("backup: %s\n", daemon->options.backup);
    log_event(LOG_LEVEL_INFO, "backup", "entries=%llu", (unsigned long long)entries);
    return EXIT_WELL;
}

/* Not beside a server that runs: the journal has one writer. */
static int reset_password(struct daemon *daemon) {
    char path[PATH_ROOM], password[HOST_PASSWORD_ROOM];
    if (sodium_init() < 0)
        return fail("libsodium found no source of random numbers.");
    snprintf(path, sizeof path, "%s/journal.sqlite", daemon->options.data);
    if (access(path, F_OK) != 0) {
        snprintf(daemon->why, WHY_ROOM, "There is no journal at '%.400s': name the server's folder with --data.", path);
        return fail(daemon->why);
    }
    daemon->folder = folder_open(daemon->options.data, daemon->why, WHY_ROOM);
    daemon->store = daemon->folder < 0 ? NULL : store_open(path, daemon->why, WHY_ROOM);
    if (!daemon->store ||
        !host_reset_password(daemon->store, daemon->options.reset_password, password, daemon->why, WHY_ROOM))
        return fail(daemon->why);
    printf("password: %s\n", password);
    sodium_memzero(password, sizeof password);
    log_event(LOG_LEVEL_NOTICE, "password_reset", "name=\"%s\"", daemon->options.reset_password);
    return EXIT_WELL;
}

static void prepare_process(void) {
    signal(SIGPIPE, SIG_IGN);
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < FILES_WANTED) {
        files.rlim_cur = files.rlim_max < FILES_WANTED ? files.rlim_max : FILES_WANTED;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    umask(077);
}

static int run(struct daemon *daemon) {
    if (sodium_init() < 0)
        return fail("libsodium found no source of random numbers.");
    daemon->library = library_create(data_folder());
    if (!daemon->library)
        return fail("No memory is left for scenarios.");
    int status = check_games(daemon);
    return status == EXIT_WELL ? serve(daemon) : status;
}

int main(int argc, char **argv) {
    static struct daemon daemon;
    daemon.folder = -1;
    prepare_process();
    int status = EXIT_WELL;
    switch (options_read(&daemon.options, argc, argv, daemon.why, WHY_ROOM)) {
    case OPTIONS_HELP:
        options_help(stdout);
        break;
    case OPTIONS_VERSION:
        printf("ibard " IBAR_VERSION "\n");
        break;
    case OPTIONS_WRONG:
        status = usage(daemon.why);
        break;
    case OPTIONS_FAILED:
        status = fail(daemon.why);
        break;
    case OPTIONS_RUN:
        status = daemon.options.backup[0]           ? back_up(&daemon)
                 : daemon.options.reset_password[0] ? reset_password(&daemon)
                                                    : run(&daemon);
        break;
    }
    server_destroy(daemon.server);
    host_destroy(daemon.host);
    store_close(daemon.store);
    metrics_stop(daemon.metrics);
    tls_close(daemon.tls);
    library_destroy(daemon.library);
    folder_close(daemon.folder);
    options_finish(&daemon.options);
    return status;
}
