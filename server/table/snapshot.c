/* A state as bytes, with the memory of the computer players of that moment (journal.h has the form). */
#include "table_room.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

size_t snapshot_write(const struct table *table, const struct state *state, bool memory, uint8_t *out) {
    size_t size = state_write(state, out + 4);
    assert(size <= STATE_BYTES_MAX);
    for (unsigned i = 0; i < 4; i++) {
        out[i] = (uint8_t)(size >> (8 * i));
    }
    size += 4;
    for (int side = 0; side < table->config.scenario->sides; side++) {
        if (table->seat[side].ai) {
            if (memory) {
                memcpy(out + size, table->seat[side].memory->bytes, AI_MEMORY_BYTES);
            } else {
                memset(out + size, 0, AI_MEMORY_BYTES);
            }
            size += AI_MEMORY_BYTES;
        }
    }
    return size;
}

bool table_snapshot_append(struct table *table, const struct state *state) {
    uint8_t *bytes = malloc(SNAPSHOT_BYTES_MAX);
    if (!bytes) {
        return false;
    }
    bool appended = table_append(table, JOURNAL_SNAPSHOT, bytes, snapshot_write(table, state, true, bytes));
    free(bytes);
    return appended;
}

bool snapshot_read(const struct table *table, const uint8_t *bytes, size_t size, const struct ai *const ai[SIDE_MAX],
                   struct state *state, struct ai_memory *memory) {
    const struct scenario *scenario = table->config.scenario;
    if (size < 4) {
        return false;
    }
    size_t length = bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16 | (size_t)bytes[3] << 24;
    size -= 4;
    if (length > size || !state_read(scenario, bytes + 4, length, state)) {
        return false;
    }
    bytes += 4 + length;
    size -= length;
    for (int side = 0; side < scenario->sides; side++) {
        if (!ai[side]) {
            continue;
        }
        if (size < AI_MEMORY_BYTES) {
            return false;
        }
        if (memory) {
            memcpy(memory[side].bytes, bytes, AI_MEMORY_BYTES);
        }
        bytes += AI_MEMORY_BYTES;
        size -= AI_MEMORY_BYTES;
    }
    return size == 0;
}
