/* Who has a seat. Nobody (open), somebody to come (invited), or somebody (held), whether connected or not. Each change
 * is an entry of the game's journal:
 *
 *   police open         nobody has it; tokens made before open it no more
 *   police invited      it is kept for whoever brings the token made next; those made before open it no more
 *   police taken [7]    somebody came with a token, and is the player of account 7
 *   police given [7]    somebody took it in the lobby; tokens made before open it no more
 *   lobby [7]           the game was created in the lobby, by account 7
 *   closed              the game is dropped
 */
#include "session_room.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const words[] = {"open", "invited", "taken", "given"};
#define WORDS (sizeof(words) / sizeof(words[0]))

static void standing_set(struct owner *owner, enum seat_change change, uint64_t account, uint64_t sequence) {
    static const uint8_t standings[] = {SEAT_OPEN, SEAT_INVITED, SEAT_HELD, SEAT_HELD};
    owner->standing = standings[change];
    owner->account = account;
    if (change != SEAT_TAKEN) {
        owner->since = sequence;
    }
}

bool owners_restore(struct owners *owners, const struct table *table, uint64_t sequence, const char *text) {
    const struct scenario *scenario = table_scenario(table);
    char first[16] = "", word[16] = "";
    uint64_t account = 0;
    if (strcmp(text, closing_text) == 0) {
        return owners->closed = true;
    }
    if (sscanf(text, "lobby %" SCNu64, &account) == 1 || strcmp(text, "lobby") == 0) {
        owners->creator = account;
        return owners->from_lobby = true;
    }
    int read = scenario ? sscanf(text, "%15s %15s %" SCNu64, first, word, &account) : 0;
    int side = read >= 2 ? scenario_side(scenario, first) : -1;
    for (unsigned i = 0; side >= 0 && i < WORDS; i++) {
        if (strcmp(word, words[i]) == 0) {
            standing_set(&owners->side[side], i, account, sequence);
            return owners->side[side].told = true;
        }
    }
    return false;
}

void owners_restore_name(struct owners *owners, const struct table *table, const struct handing handing[SIDE_MAX],
                         const char *text) {
    const struct scenario *scenario = table_scenario(table);
    char first[16] = "";
    int side = scenario && sscanf(text, "%15s", first) == 1 ? scenario_side(scenario, first) : -1;
    if (side >= 0 && handing[side].hand == HAND_FIRST) { /* a substitute's name makes him no owner */
        owners->side[side].named = true;
    }
}

void owners_restore_end(struct owners *owners, const struct table *table) {
    /* Journals that say nothing of it say who came under a name. */
    for (int side = 0; side < table_scenario(table)->sides; side++) {
        if (!owners->side[side].told && owners->side[side].named) {
            owners->side[side].standing = SEAT_HELD;
        }
    }
}

uint64_t game_note(struct game *game, const char *text) {
    uint64_t sequence =
        store_append(game->host->config.store, table_game(game->table), JOURNAL_SEAT, text, strlen(text));
    if (sequence) {
        game->appended = sequence;
    }
    return sequence;
}

bool seat_change(struct game *game, int side, enum seat_change change, uint64_t account) {
    char text[64];
    int length = snprintf(text, sizeof(text), "%s %s", table_scenario(game->table)->side[side].id, words[change]);
    if (account) {
        snprintf(text + length, sizeof(text) - (size_t)length, " %" PRIu64, account);
    }
    uint64_t sequence = game_note(game, text);
    if (sequence) {
        standing_set(&game->owners.side[side], change, account, sequence);
    }
    return sequence != 0;
}

void seat_came(struct game *game, int side, uint64_t account) {
    const struct owner *owner = &game->owners.side[side];
    if (owner->standing != SEAT_HELD || (account && !owner->account)) {
        seat_change(game, side, SEAT_TAKEN, owner->account ? owner->account : account);
    }
}

void seats_reread(struct game *game, const struct owners *owners) {
    uint64_t durable = store_durable(game->host->config.store);
    for (int side = 0; side < SIDE_MAX; side++) {
        if (game->owners.side[side].entered > durable) {
            seat_release(game, side);
        }
    }
    game->owners = *owners;
}

bool seat_is_open(const struct game *game, int side) {
    bool nobodys = game->handing[side].hand == HAND_FIRST && game->owners.side[side].standing == SEAT_OPEN;
    return (nobodys || game->handing[side].hand == HAND_OPEN) && !game->seat[side].session && !table_computer(game->table, side) &&
           table_phase(game->table) != TABLE_OVER;
}

bool seat_takes_token(const struct game *game, int side, uint64_t made) {
    return made > game->owners.side[side].since;
}
