/* Games that were dropped, until their last entry is on disk. Should the disk become full before, the entry is written again
 * when there is room: else the game would be back at the next start. */
#include "session_room.h"

#include <stdlib.h>
#include <string.h>

const char closing_text[] = "closed";

void closing_add(struct host *host, uint64_t game, uint64_t sequence) {
    size_t kept = 0;
    for (size_t i = 0; i < host->closings_count; i++) { /* what is on disk by now is done */
        const struct closing *closing = &host->closings[i];
        if (!closing->sequence || closing->sequence > store_durable(host->config.store)) {
            host->closings[kept++] = *closing;
        }
    }
    host->closings_count = kept;
    if (kept == host->closings_room) {
        size_t room = kept ? kept * 2 : 16;
        struct closing *grown = realloc(host->closings, room * sizeof(*grown));
        if (!grown) {
            return; /* it is written once, as well as can be */
        }
        host->closings = grown;
        host->closings_room = room;
    }
    host->closings[host->closings_count++] = (struct closing){game, sequence};
}

void closings_lost(struct host *host) {
    uint64_t durable = store_durable(host->config.store);
    for (size_t i = 0; i < host->closings_count; i++) {
        if (host->closings[i].sequence > durable) {
            host->closings[i].sequence = 0;
        }
    }
}

void closings_write(struct host *host) {
    for (size_t i = 0; i < host->closings_count; i++) {
        struct closing *closing = &host->closings[i];
        if (!closing->sequence) {
            closing->sequence =
                store_append(host->config.store, closing->game, JOURNAL_SEAT, closing_text, strlen(closing_text));
        }
    }
}

void closings_finish(struct host *host) {
    free(host->closings);
    host->closings = NULL;
    host->closings_count = host->closings_room = 0;
}
