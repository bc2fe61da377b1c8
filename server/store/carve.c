/* Takes entries, tokens and accounts out of a database that SQLite cannot read, and out of its log. Each carries a checksum over
 * all its fields, so that it needs no tree and no page head to be found and believed: every place of every page is
 * tried as the beginning of a row. A flipped bit costs the row that it is in, and no other. The row of an account that
 * was changed later is empty and has no checksum: it is believed by its form.
 *
 * A row in the log counts when SQLite would take it too, or when the witness of what was durable (tail.c) knows it by
 * its checksum: behind a damaged page there also lie rows of batches that never came to be. Rows of before schema 2
 * have no checksum and are not found. */
#include "store_room.h"

#include <stdlib.h>
#include <string.h>

#define FRAME_HEAD (LOG_PAGE - CARVE_PAGE)
#define COLUMNS    6

static uint32_t big32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Bytes of SQLite's variable number, 0 when it does not end before `end`. */
static size_t number_read(const uint8_t *bytes, const uint8_t *end, uint64_t *number) {
    if (bytes < end && !(bytes[0] & 0x80)) { /* as nearly all are */
        *number = bytes[0];
        return 1;
    }
    *number = 0;
    for (size_t i = 0; i < 9 && bytes + i < end; i++) {
        if (i == 8) {
            *number = *number << 8 | bytes[i];
            return 9;
        }
        *number = *number << 7 | (bytes[i] & 0x7f);
        if (!(bytes[i] & 0x80)) {
            return i + 1;
        }
    }
    return 0;
}

/* Size of a value of the serial type; SIZE_MAX for types that no row here has. */
static size_t value_size(uint64_t type) {
    static const uint8_t sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};
    if (type < 10) {
        return type == 7 ? SIZE_MAX : sizes[type];
    }
    return type >= 12 && type % 2 == 0 && type < UINT32_MAX ? (size_t)(type - 12) / 2 : SIZE_MAX;
}

static uint64_t value_number(uint64_t type, const uint8_t *bytes) {
    if (type == 8 || type == 9) {
        return type - 8;
    }
    size_t size = value_size(type);
    uint64_t number = size && bytes[0] & 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < size; i++) {
        number = number << 8 | bytes[i];
    }
    return number;
}

/* What a page holds: in the log the last frame of it, or in the database alone. */
struct pages {
    const struct carve_source *source;
    size_t frames; /* of the log that count; 0: none */
};

static const uint8_t *page_find(const struct pages *pages, uint32_t number) {
    const struct carve_source *source = pages->source;
    for (size_t frame = pages->frames; frame > 0; frame--) {
        const uint8_t *head = source->log + LOG_HEAD + (frame - 1) * LOG_PAGE;
        if (big32(head) == number) {
            return head + FRAME_HEAD;
        }
    }
    size_t at = ((size_t)number - 1) * CARVE_PAGE;
    return number > 0 && at + CARVE_PAGE <= source->database_size ? source->database + at : NULL;
}

/* The row's bytes in one piece; the caller frees them. NULL when they do not lie there. */
static uint8_t *payload_read(const struct pages *pages, const uint8_t *at, const uint8_t *end, size_t size) {
    size_t most = CARVE_PAGE - 35, least = (CARVE_PAGE - 12) * 32 / 255 - 23;
    size_t here = size;
    if (size > most) {
        here = least + (size - least) % (CARVE_PAGE - 4);
        here = here > most ? least : here;
    }
    if ((size_t)(end - at) < here + (here < size ? 4 : 0)) {
        return NULL;
    }
    uint8_t *payload = malloc(size);
    if (!payload) {
        return NULL;
    }
    memcpy(payload, at, here);
    uint32_t next = here < size ? big32(at + here) : 0;
    while (here < size) {
        const uint8_t *page = page_find(pages, next);
        if (!page) {
            free(payload);
            return NULL;
        }
        size_t take = size - here < CARVE_PAGE - 4 ? size - here : CARVE_PAGE - 4;
        memcpy(payload + here, page + 4, take);
        here += take;
        next = big32(page);
    }
    return payload;
}

/* Types and size of a row's values; false when no row of ours has these. */
static bool types_read(const uint8_t *at, const uint8_t *end, uint64_t size, uint64_t type[COLUMNS], size_t *columns,
                       size_t *head) {
    uint64_t length, sum = 0;
    size_t used = number_read(at, end, &length);
    *columns = 0;
    *head = (size_t)length;
    if (used == 0 || length < 5 || length > 32 || length > size || length > (uint64_t)(end - at)) {
        return false;
    }
    while (used < length && *columns < COLUMNS) {
        size_t more = number_read(at + used, at + length, &type[*columns]);
        if (more == 0 || value_size(type[*columns]) == SIZE_MAX) {
            return false;
        }
        sum += value_size(type[(*columns)++]);
        used += more;
    }
    return used == length && *columns >= COLUMNS - 2 && type[0] == 0 && length + sum == size;
}

static bool row_make(struct row *row, uint64_t sequence, const uint64_t *type, size_t columns, const uint8_t *value) {
    const uint8_t *at[COLUMNS];
    for (size_t i = 0; i < columns; i++) {
        at[i] = value;
        value += value_size(type[i]);
    }
    *row = (struct row){.head = {.sequence = sequence}, .summed = true};
    if (columns == COLUMNS) { /* sequence, game, kind, bytes, before, sum */
        if (type[1] > 9 || type[2] > 9 || type[3] < 12 || type[4] > 9 || type[4] == 0 || type[5] > 9) {
            return false;
        }
        row->head.game = value_number(type[1], at[1]);
        row->head.kind = (uint32_t)value_number(type[2], at[2]);
        row->head.size = (uint32_t)value_size(type[3]);
        row->head.before = value_number(type[4], at[4]);
        row->bytes = at[3];
        row->sum = value_number(type[5], at[5]);
        return row->head.kind != QUEUE_TOKEN && row->head.kind != QUEUE_ACCOUNT;
    }
    if (columns == COLUMNS - 2) { /* sequence, number, bytes, sum */
        if (type[1] > 9 || type[2] < 12 || type[3] > 9 || type[3] == 0) {
            return false;
        }
        row->head.game = value_number(type[1], at[1]);
        row->head.kind = QUEUE_ACCOUNT;
        row->head.size = (uint32_t)value_size(type[2]);
        row->bytes = at[2];
        row->sum = value_number(type[3], at[3]);
        return true;
    }
    /* sequence, hash, game, seat, sum */
    if (value_size(type[1]) != TOKEN_HASH || type[1] < 12 || type[2] > 9 || type[3] > 9 || type[4] > 9) {
        return false;
    }
    row->head.game = value_number(type[2], at[2]);
    row->head.kind = QUEUE_TOKEN;
    row->bytes = at[1];
    row->sum = value_number(type[4], at[4]);
    uint64_t seat = value_number(type[3], at[3]);
    struct token token = {.seat = (uint32_t)seat};
    uint8_t bytes[TOKEN_BYTES_MAX];
    row->seat = token.seat;
    row->head.size = (uint32_t)token_pack(&token, bytes);
    return seat <= UINT32_MAX;
}

static bool row_holds(const struct row *row) {
    if (row->head.kind == QUEUE_ACCOUNT && row->head.size == 0) {
        return row->head.game > 0 && row->head.game <= row->head.sequence && row->sum == 0;
    }
    if (row->head.kind != QUEUE_TOKEN) {
        return row_is_sound(row);
    }
    struct token token = {.seat = row->seat};
    uint8_t bytes[TOKEN_BYTES_MAX];
    memcpy(token.hash, row->bytes, TOKEN_HASH);
    token_pack(&token, bytes);
    return row->head.game > 0 && row->sum == entry_sum(&row->head, bytes);
}

/* Tries one place as the beginning of a row. False when `each` wants no more. */
static bool place_try(const struct pages *pages, const uint8_t *at, const uint8_t *end, carve_each *each, void *ctx) {
    uint64_t size, sequence, type[COLUMNS];
    size_t columns, head, used = number_read(at, end, &size);
    if (used == 0 || size < 5) {
        return true;
    }
    at += used;
    used = number_read(at, end, &sequence);
    if (used == 0 || sequence == 0 || !types_read(at + used, end, size, type, &columns, &head)) {
        return true;
    }
    struct pages alone = {pages->source, 0};
    bool on = true, taken = false;
    for (unsigned i = 0; !taken && i < 2; i++) {
        uint8_t *payload = payload_read(i ? &alone : pages, at + used, end, (size_t)size);
        struct row row;
        taken = payload && row_make(&row, sequence, type, columns, payload + head) && row_holds(&row);
        on = !taken || each(ctx, &row);
        free(payload);
    }
    return on;
}

#define WORDS 8

static bool zeros_at(const uint8_t *bytes, size_t words) {
    uint64_t word[WORDS], any = 0;
    memcpy(word, bytes, words * sizeof(word[0]));
    for (size_t i = 0; i < words; i++) {
        any |= word[i];
    }
    return any == 0;
}

/* The next place where a row may begin: none begins with a zero, and free space is zeros. */
static size_t zeros_pass(const uint8_t *page, size_t at, size_t size) {
    while (size - at > sizeof(uint64_t) && zeros_at(page + at, 1)) {
        at += sizeof(uint64_t);
        while (size - at > WORDS * sizeof(uint64_t) && zeros_at(page + at, WORDS)) {
            at += WORDS * sizeof(uint64_t);
        }
    }
    return at;
}

static bool page_carve(const struct pages *pages, const uint8_t *page, size_t size, carve_each *each, void *ctx) {
    bool on = true;
    for (size_t at = 0; on && at < size; at++) {
        at = zeros_pass(page, at, size);
        on = place_try(pages, page + at, page + size, each, ctx);
    }
    return on;
}

static uint32_t log_word(const uint8_t *bytes, bool big) {
    return big ? big32(bytes)
               : (uint32_t)bytes[3] << 24 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[1] << 8 | bytes[0];
}

static void log_sum(const uint8_t *bytes, size_t size, bool big, uint32_t sum[2]) {
    for (size_t i = 0; i < size; i += 8) {
        sum[0] += log_word(bytes + i, big) + sum[1];
        sum[1] += log_word(bytes + i + 4, big) + sum[0];
    }
}

/* How many frames SQLite takes: up to the last whole batch before the first frame that is damaged. */
static size_t log_taken(const struct carve_source *source) {
    const uint8_t *log = source->log;
    size_t taken = 0;
    if (source->log_size < LOG_HEAD || (big32(log) & ~1u) != 0x377f0682u) {
        return 0;
    }
    bool big = big32(log) & 1;
    uint32_t sum[2] = {0, 0};
    log_sum(log, 24, big, sum);
    if (sum[0] != big32(log + 24) || sum[1] != big32(log + 28)) {
        return 0;
    }
    for (size_t frame = 0; LOG_HEAD + (frame + 1) * LOG_PAGE <= source->log_size; frame++) {
        const uint8_t *head = log + LOG_HEAD + frame * LOG_PAGE;
        log_sum(head, 8, big, sum);
        log_sum(head + FRAME_HEAD, CARVE_PAGE, big, sum);
        if (memcmp(head + 8, log + 16, 8) != 0 || sum[0] != big32(head + 16) || sum[1] != big32(head + 20)) {
            break;
        }
        if (big32(head + 4) != 0) {
            taken = frame + 1;
        }
    }
    return taken;
}

void carve_database(const struct carve_source *source, carve_each *each, void *ctx) {
    struct pages pages = {source, log_taken(source)};
    bool on = true;
    for (size_t at = 0; on && at < source->database_size; at += CARVE_PAGE) {
        size_t left = source->database_size - at;
        on = page_carve(&pages, source->database + at, left < CARVE_PAGE ? left : CARVE_PAGE, each, ctx);
    }
    for (size_t frame = 0; on && frame < pages.frames; frame++) {
        on = page_carve(&pages, source->log + LOG_HEAD + frame * LOG_PAGE + FRAME_HEAD, CARVE_PAGE, each, ctx);
    }
}

void carve_rest(const struct carve_source *source, carve_each *each, void *ctx) {
    size_t taken = log_taken(source);
    struct pages pages = {source, source->log_size < LOG_HEAD ? 0 : (source->log_size - LOG_HEAD) / LOG_PAGE};
    size_t at = LOG_HEAD + taken * LOG_PAGE;
    bool on = true;
    for (; on && at + FRAME_HEAD < source->log_size; at += LOG_PAGE) {
        size_t left = source->log_size - at - FRAME_HEAD;
        on = page_carve(&pages, source->log + at + FRAME_HEAD, left < CARVE_PAGE ? left : CARVE_PAGE, each, ctx);
    }
}
