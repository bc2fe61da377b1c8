/* RegisterAccount, Login, ChangePassword. What costs time, Argon2id, is a job that runs elsewhere: the request is
 * answered when it is done. Passwords are in memory only from the message to the end of its job, and are then wiped. */
#include "gate.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASSWORD_COST  20 /* requests that one is worth */
#define PASSWORD_MIN   8
#define PASSWORD_MAX   128
#define PASSWORD_BURST 5 /* attempts of an address at once */

_Static_assert(ACCOUNT_SECRET_MAX >= crypto_pwhash_STRBYTES, "a hashed password fits into an account");
_Static_assert(ACCOUNT_NAME_MAX == PLAYER_NAME_MAX, "an account's name is a player's name");

struct password_job {
    struct password_job *next;
    struct session *session; /* NULL: it was closed meanwhile */
    uint64_t id;             /* of the request */
    Ibar__V1__Envelope__BodyCase what;
    struct store_account account; /* the one meant; number 0: none */
    char password[PASSWORD_MAX + 1], fresh[PASSWORD_MAX + 1];
    bool proven, made; /* the password is right; `account.secret` is that of the fresh one */
};

static void job_free(struct password_job *job) {
    sodium_memzero(job, sizeof(*job));
    free(job);
}

void password_forget(Ibar__V1__Envelope *envelope) {
    char *texts[2] = {NULL, NULL};
    if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_REGISTER_ACCOUNT) {
        texts[0] = envelope->register_account->password;
    } else if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_LOGIN) {
        texts[0] = envelope->login->password;
    } else if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_CHANGE_PASSWORD) {
        texts[0] = envelope->change_password->old_password;
        texts[1] = envelope->change_password->new_password;
    }
    for (size_t i = 0; i < 2; i++) {
        if (texts[i]) {
            sodium_memzero(texts[i], strlen(texts[i]));
        }
    }
}

uint64_t session_account(const struct session *session) {
    return store_account(session->host->config.store, session->account) ? session->account : 0;
}

/* The name is that of an account to which the session is not logged in. */
static bool name_is_reserved(const struct session *session, const char *name) {
    char key[ACCOUNT_NAME_MAX + 1];
    account_key(name, key);
    const struct store_account *account = store_account_find(session->host->config.store, key);
    return account && account->number != session->account;
}

bool name_is_free(struct request *request, const char *name, const char *field) {
    if (name_is_reserved(request->session, name)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_ACCOUNT, field,
                     "The name %s is that of an account: log in, or use another name.", name);
        return false;
    }
    return true;
}

static bool password_check(struct request *request, const char *field, const char *password) {
    if (strlen(password) >= PASSWORD_MIN && text_is_line(password, PASSWORD_MAX)) {
        return true;
    }
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, field,
                 "A password has %d to %d bytes of UTF-8 without control characters.", PASSWORD_MIN, PASSWORD_MAX);
    return false;
}

/* What is asked of every message that holds a password; false when it was answered. */
static bool may_send_password(struct request *request) {
    request->cost = PASSWORD_COST;
    if (!lobby_allows(request, LOBBY_ACCOUNTS)) {
        return false;
    }
    if (!request->session->hooks.confidential) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_FORBIDDEN, "password",
                     "This connection is not encrypted, others could read the password: connect by TLS.");
        return false;
    }
    return true;
}

/* The last hurdle: attempts of the address, jobs that wait. False when it was answered. */
static bool job_queue(struct request *request, const struct store_account *account, const char *password,
                      const char *fresh) {
    struct session *session = request->session;
    struct host *host = session->host;
    struct password_job **end = &host->jobs;
    size_t waiting = 0;
    bool again = host->job && host->job->session == session;
    for (; *end; end = &(*end)->next) {
        again = again || (*end)->session == session;
        waiting++;
    }
    if (again || waiting >= PASSWORD_JOBS_MAX) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "password",
                     again ? "Your last password is still being looked at: wait for the answer."
                           : "The server is busy with other passwords: try again in a moment.");
        return false;
    }
    int64_t wait = book_ask(session, ASKED_PASSWORD, (int64_t)host->config.limits.password_seconds * 1000, PASSWORD_BURST,
                            request->now_ms);
    if (wait > 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "password",
                     "Too many passwords came from your address: try again in %d seconds.", (int)(wait / 1000 + 1));
        return false;
    }
    struct password_job *job = calloc(1, sizeof(*job));
    if (!job) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_INTERNAL, "memory",
                     "The server has no memory left for this: try again later.");
        return false;
    }
    job->session = session;
    job->id = request->envelope->id;
    job->what = request->envelope->body_case;
    if (account) {
        job->account = *account;
    }
    memcpy(job->password, password, strlen(password) + 1);
    memcpy(job->fresh, fresh, strlen(fresh) + 1);
    *end = job;
    request->answered = true; /* when the job is done */
    return true;
}

/* The account that a name would have. False when it was answered. */
static bool account_new(struct request *request, const char *name, struct store_account *out) {
    const struct host *host = request->session->host;
    if (!name_is_fit(name, ACCOUNT_NAME_MAX)) {
        return join_name_check(request, name, "register_account.name");
    }
    *out = (struct store_account){.number = 0};
    memcpy(out->name, name, strlen(name) + 1);
    bool fits = account_key(name, out->key);
    if (!out->key[0]) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "register_account.name",
                     fits ? "An account needs a name that can be seen."
                          : "The name is too long when its letters are written out: choose a shorter one.");
        return false;
    }
    if (store_account_find(host->config.store, out->key)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_ACCOUNT, "register_account.name",
                     "The name %s is taken: log in, or choose another.", name);
        return false;
    }
    if (store_accounts(host->config.store) >= host->config.limits.accounts) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "register_account",
                     "This server has as many accounts as it takes: ask who runs it.");
        return false;
    }
    return true;
}

void register_account_handle(struct request *request) {
    const Ibar__V1__RegisterAccount *wanted = request->envelope->register_account;
    struct store_account account;
    if (!may_send_password(request) || !account_new(request, wanted->name, &account) ||
        !password_check(request, "register_account.password", wanted->password)) {
        return;
    }
    unsigned per_hour = request->session->host->config.limits.accounts_hour;
    int64_t wait = book_ask_hourly(request->session, ASKED_ACCOUNT, per_hour, request->now_ms);
    if (wait > 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "register_account",
                     "Your address has opened %u accounts: try again in %d seconds.", per_hour, (int)(wait / 1000 + 1));
        return;
    }
    job_queue(request, &account, "", wanted->password);
}

void login_handle(struct request *request) {
    const Ibar__V1__Login *login = request->envelope->login;
    char key[ACCOUNT_NAME_MAX + 1] = "";
    if (!may_send_password(request)) {
        return;
    }
    if (text_is_line(login->name, ACCOUNT_NAME_MAX)) {
        account_key(login->name, key);
    }
    if (!password_check(request, "login.password", login->password)) {
        return;
    }
    /* Without an account the same work is done, so that time does not tell which names there are. */
    job_queue(request, store_account_find(request->session->host->config.store, key), login->password, "");
}

void change_password_handle(struct request *request) {
    const Ibar__V1__ChangePassword *change = request->envelope->change_password;
    const struct store_account *account =
        store_account(request->session->host->config.store, request->session->account);
    if (!may_send_password(request)) {
        return;
    }
    if (!account) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_ACCOUNT, "change_password",
                     "Log in first: the password of the account that this connection uses is changed.");
        return;
    }
    if (password_check(request, "change_password.old_password", change->old_password) &&
        password_check(request, "change_password.new_password", change->new_password)) {
        job_queue(request, account, change->old_password, change->new_password);
    }
}

struct password_job *host_password_begin(struct host *host) {
    struct password_job *job = host->jobs;
    if (host->job || !job) {
        return NULL;
    }
    host->jobs = job->next;
    job->next = NULL;
    host->job = job;
    if (job->account.number) { /* the password may have been changed while it waited */
        const struct store_account *now = store_account(host->config.store, job->account.number);
        job->account = now ? *now : (struct store_account){0};
    }
    return job;
}

bool secret_make(char out[ACCOUNT_SECRET_MAX], const char *password) {
    return crypto_pwhash_str(out, password, strlen(password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
}

void host_password_work(struct password_job *job) {
    char nothing[ACCOUNT_SECRET_MAX];
    if (job->what == IBAR__V1__ENVELOPE__BODY_REGISTER_ACCOUNT) {
        job->proven = true;
    } else if (!job->account.number) {
        secret_make(nothing, job->password);
    } else {
        job->proven = crypto_pwhash_str_verify(job->account.secret, job->password, strlen(job->password)) == 0;
    }
    if (job->proven && job->fresh[0]) {
        job->made = secret_make(job->account.secret, job->fresh);
    }
    sodium_memzero(job->password, sizeof(job->password));
    sodium_memzero(job->fresh, sizeof(job->fresh));
}

static void answer_logged_in(struct request *request, const struct store_account *account) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__LoggedIn logged_in = IBAR__V1__LOGGED_IN__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_LOGGED_IN;
    envelope.logged_in = &logged_in;
    logged_in.name = (char *)account->name;
    request->session->account = account->number;
    answer_body(request, &envelope);
}

/* The name was free and the password is made. */
static void register_end(struct request *request, struct password_job *job) {
    struct store *store = request->session->host->config.store;
    if (store_account_find(store, job->account.key)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_ACCOUNT, "register_account.name",
                     "The name %s was taken a moment ago: choose another.", job->account.name);
        return;
    }
    job->account.number = store_put_account(store, &job->account);
    if (!job->account.number) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_JOURNAL, "journal",
                     "The server cannot write its journal: no account was opened, try again later.");
        return;
    }
    answer_logged_in(request, &job->account);
}

/* Whoever is logged in elsewhere came with the old password: it may be he for whom it was changed. */
static void others_end(const struct session *changer, const struct store_account *account) {
    char text[SENTENCE_MAX];
    snprintf(text, sizeof(text), "The password of %s was changed from another connection: log in again with the new one.",
             account->name);
    for (struct session *session = changer->host->sessions; session; session = session->next) {
        if (session != changer && session->account == account->number && !session->ending) {
            tell_error(session, 0, IBAR__V1__ERROR_CODE__ERROR_ACCOUNT, "account", text, true);
        }
    }
}

static void job_answer(struct request *request, struct password_job *job) {
    struct host *host = request->session->host;
    bool fresh = job->what != IBAR__V1__ENVELOPE__BODY_LOGIN;
    if (!job->proven) {
        host->counters.passwords_wrong++;
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_ACCOUNT, fresh ? "change_password.old_password" : "login",
                     fresh ? "The old password is wrong: nothing was changed."
                           : "There is no account of this name with this password.");
    } else if (fresh && !job->made) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_INTERNAL, "memory",
                     "The server has no memory left for this: try again later.");
    } else if (job->what == IBAR__V1__ENVELOPE__BODY_REGISTER_ACCOUNT) {
        register_end(request, job);
    } else if (job->what == IBAR__V1__ENVELOPE__BODY_LOGIN) {
        answer_logged_in(request, &job->account);
    } else if (store_put_account(host->config.store, &job->account)) {
        answer_done(request);
        others_end(request->session, &job->account);
    } else {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_JOURNAL, "journal",
                     "The server cannot write its journal: the password was not changed, try again later.");
    }
}

void host_password_end(struct host *host, struct password_job *job, int64_t now_ms) {
    assert(host->job == job);
    host->job = NULL;
    host->now_ms = now_ms;
    if (job->session && !job->session->ending) {
        Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
        envelope.id = job->id;
        envelope.body_case = job->what;
        struct request request = {.session = job->session, .envelope = &envelope, .now_ms = now_ms};
        job_answer(&request, job);
        host->row[gate_row_number(gate_row(job->what))].refused += request.refused;
    }
    job_free(job);
}

void host_passwords(struct host *host, int64_t now_ms) {
    struct password_job *job;
    while ((job = host_password_begin(host))) {
        host_password_work(job);
        host_password_end(host, job, now_ms);
    }
}

void passwords_finish(struct host *host) {
    assert(!host->job);
    while (host->jobs) {
        struct password_job *job = host->jobs;
        host->jobs = job->next;
        job_free(job);
    }
}

void passwords_leave(struct session *session) {
    struct host *host = session->host;
    if (host->job && host->job->session == session) {
        host->job->session = NULL;
    }
    for (struct password_job **link = &host->jobs; *link;) {
        struct password_job *job = *link;
        if (job->session == session) {
            *link = job->next;
            job_free(job);
        } else {
            link = &job->next;
        }
    }
}
