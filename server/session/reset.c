/* A player has lost his password: whoever runs the server gives the account a new one. */
#include "session_room.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* Twenty characters of thirty-one, 99 bits: without those that are taken for others. */
static void password_draw(char out[HOST_PASSWORD_ROOM]) {
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    for (unsigned i = 0; i < HOST_PASSWORD_ROOM - 1; i++) {
        out[i] = i % 6 == 5 ? '-' : letters[randombytes_uniform(sizeof(letters) - 1)];
    }
    out[HOST_PASSWORD_ROOM - 1] = '\0';
}

bool host_reset_password(struct store *store, const char *name, char password[HOST_PASSWORD_ROOM], char *why, size_t size) {
    char key[ACCOUNT_NAME_MAX + 1] = "";
    store_account_keys(store, account_key);
    if (text_is_line(name, PLAYER_NAME_MAX)) {
        account_key(name, key);
    }
    const struct store_account *found = key[0] ? store_account_find(store, key) : NULL;
    if (!found) {
        snprintf(why, size, "There is no account of the name '%.60s' in the journal.", name);
        return false;
    }
    struct store_account account = *found;
    password_draw(password);
    if (!secret_make(account.secret, password)) {
        snprintf(why, size, "There is not enough memory to make a password: it takes 64 MiB.");
        return false;
    }
    if (!store_put_account(store, &account) || !store_flush(store)) {
        const char *reason = store_failure(store) ? store_failure(store) : store_full(store);
        snprintf(why, size, "%s", reason ? reason : "The journal cannot be written.");
        return false;
    }
    return true;
}
