/* The record after the end: fetched in pieces, compared with what this seat was told at the start, played
 * again. */
#include "model_internal.h"

#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECORD_MAX (64u * 1024 * 1024)

void model_record_fetch(struct model *model, size_t index) {
    struct seat *seat = model->seat[index];
    if (seat->phase != SEAT_OVER || seat->record_state == RECORD_LOADING ||
        seat->record_state == RECORD_PROVEN)
        return;
    free(seat->record);
    seat->record = NULL;
    seat->record_size = seat->record_total = 0;
    seat->record_why[0] = 0;
    seat->record_state = request_record(model, seat) ? RECORD_LOADING : RECORD_NONE;
}

static void record_false(struct seat *seat, const char *why) {
    seat->record_state = RECORD_FALSE;
    snprintf(seat->record_why, sizeof seat->record_why, "%s", why);
}

/* True when the record has a line `head` followed by these bytes in hexadecimal digits. */
static bool record_has(const struct seat *seat, const char *head, const uint8_t *bytes, size_t size) {
    char line[200];
    int n = snprintf(line, sizeof line, "%s ", head);
    for (size_t i = 0; i < size; i++)
        n += snprintf(line + n, sizeof line - (size_t)n, "%02x", bytes[i]);
    return strstr(seat->record, line) != NULL;
}

struct finder {
    const struct model *model;
};
static const struct scenario *proof_find(void *ctx, const char *id) {
    const struct model *model = ((struct finder *)ctx)->model;
    char why[MODEL_TEXT_MAX];
    return model->config.find(model->config.find_ctx, id, why, sizeof why);
}

static void record_prove(struct model *model, struct seat *seat) {
    char head[64], why[MODEL_TEXT_MAX] = "";
    struct finder finder = {model};
    snprintf(head, sizeof head, "nonce %s", seat->scenario->side[seat->side].id);
    seat->record_state = RECORD_LOADED;
    if (!record_has(seat, "seal", seat->seal, sizeof seat->seal))
        record_false(seat,
                     "The record names another seal of the dice than the server published at the start.");
    else if (seat->nonce_sent && !record_has(seat, head, seat->nonce, sizeof seat->nonce))
        record_false(seat, "The record does not hold the random number that this seat gave at the start.");
    else if (!record_verify(seat->record, seat->record_size, proof_find, &finder, why, sizeof why))
        record_false(seat, why);
    else
        seat->record_state = RECORD_PROVEN;
}

void record_arrived(struct model *model, struct seat *seat, const Ibar__V1__Record *record) {
    if (seat->record_state != RECORD_LOADING)
        return;
    if (record->offset != seat->record_size || record->total > RECORD_MAX || record->text.len == 0) {
        record_false(seat, "The server sent another part of the record than was asked for.");
        return;
    }
    char *text = realloc(seat->record, seat->record_size + record->text.len + 1);
    if (!text) {
        record_false(seat, "There is not enough memory for the record.");
        return;
    }
    memcpy(text + seat->record_size, record->text.data, record->text.len);
    seat->record = text;
    seat->record_size += record->text.len;
    seat->record_total = record->total;
    text[seat->record_size] = 0;
    if (seat->record_size < seat->record_total)
        request_record(model, seat);
    else
        record_prove(model, seat);
}

bool model_record_save(const struct seat *seat, const char *path, char *why, size_t size) {
    FILE *file = seat->record ? fopen(path, "wb") : NULL;
    bool written = file && fwrite(seat->record, 1, seat->record_size, file) == seat->record_size;
    if (file && fclose(file) != 0)
        written = false;
    if (!written)
        snprintf(why, size, "The record cannot be written to %s: choose a folder that may be written to.",
                 path);
    return written;
}
