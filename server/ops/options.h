/* Options of ibard, from the command line and from a file of `name = value` lines with the same names. What the
 * command line says comes after the file and wins. */
#ifndef IBAR_OPS_OPTIONS_H
#define IBAR_OPS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "limits.h"

#define OPTION_TEXT     256
#define OPTION_PATH     1024
#define OPTION_CREATES  1024
#define OPTION_SEATS    16
#define OPTION_NAME_MAX 48
#define LISTEN_PORT     7878

struct option_address {
    char host[OPTION_TEXT]; /* "0.0.0.0", "::1", "localhost": without brackets */
    uint16_t port;          /* 0: the system chooses */
};
#define OPTION_WORDS 200
struct option_create {
    char scenario[OPTION_NAME_MAX];
    char name[OPTION_NAME_MAX]; /* the scenario's id when none is given */
    bool once;                  /* unless such a game is under way: asked for by the file, which each start reads */
};
struct option_seat {
    char side[OPTION_NAME_MAX];
    char ai[OPTION_NAME_MAX]; /* "": a person */
};

/* What strangers may do, each with what stands before it. */
enum option_lobby { OPTION_LOBBY_OFF, OPTION_LOBBY_LIST, OPTION_LOBBY_ACCOUNTS, OPTION_LOBBY_OPEN };

enum option_tls { OPTION_TLS_AUTO, OPTION_TLS_OFF, OPTION_TLS_FILES };

struct options {
    struct option_address listen;
    struct option_address public_address; /* what join lines show; host "": what the system says; port 0: that of listen */
    char data[OPTION_PATH];
    struct option_create *create; /* owned */
    size_t creates;
    struct option_seat seat[OPTION_SEATS]; /* the last entry of a side counts */
    size_t seats;
    char option[OPTION_WORDS]; /* what-ifs of the games created, ids with commas between */
    uint32_t turn_seconds, bank_seconds, grace_seconds; /* 0: none */
    bool listed, watched, umpired; /* the games created */
    uint16_t delay;                /* turns */
    enum option_lobby lobby;
    char notice_command[OPTION_PATH], notice_url[OPTION_PATH]; /* "": none */
    enum option_tls tls;
    char certificate[OPTION_PATH], key[OPTION_PATH];
    bool metrics;
    struct option_address metrics_address;
    char backup[OPTION_PATH]; /* "": none is asked for */
    char reset_password[OPTION_TEXT]; /* name of an account; "": none. Without both: serve */
    struct limits limits;
};

/* OPTIONS_WRONG: wrong usage (exit 2); OPTIONS_FAILED: the file cannot be read or no folder is known (exit 1). */
enum options_result { OPTIONS_RUN, OPTIONS_HELP, OPTIONS_VERSION, OPTIONS_WRONG, OPTIONS_FAILED };

/* Fills all with their defaults, then file and command line. For WRONG and FAILED a sentence is in `why`. */
enum options_result options_read(struct options *options, int argc, char **argv, char *why, size_t size);
/* Takes all-zero. */
void options_finish(struct options *options);
/* Writes the text of --help. */
void options_help(FILE *out);

#endif
