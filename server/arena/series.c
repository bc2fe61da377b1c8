#include "series.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* One thread's part. Totals of whole numbers are added at the end, so that the number of threads does not
 * matter. */
struct worker {
    const struct series *series;
    atomic_uint_fast64_t *next; /* the next game that nobody plays yet, shared */
    atomic_bool *failed;
    struct totals totals;
    char why[256];
};

static unsigned rotations(const struct series *series) {
    return series->swap ? series->scenario->sides : 1;
}

static void tally_add(struct tally *tally, const struct arena_result *result, int side) {
    tally->games++;
    tally->reached += result->reached[side];
    tally->first += result->place[side] == 1;
    tally->points += result->points[side];
    tally->squares += (int64_t)result->points[side] * result->points[side];
}

static uint64_t game_hash(uint64_t game, uint64_t hash) {
    static const uint8_t key[16] = "ibar arena hash";
    uint8_t bytes[16];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)(game >> (8 * i));
        bytes[8 + i] = (uint8_t)(hash >> (8 * i));
    }
    return dice_siphash(key, bytes, sizeof bytes);
}

static bool write_record(struct worker *worker, uint64_t game, const struct record *record) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%llu.ibar", worker->series->record_dir, (unsigned long long)game);
    FILE *file = record->failed ? NULL : fopen(path, "wb");
    bool good = file && fwrite(record->text, 1, record->size, file) == record->size;
    if (file && fclose(file) != 0)
        good = false;
    if (!good)
        snprintf(worker->why, sizeof worker->why, "%.200s: cannot be written: %s.", path,
                 record->failed ? "not enough memory" : strerror(errno));
    return good;
}

/* Plays game number `game` of the whole series. */
static bool play_one(struct worker *worker, uint64_t game) {
    const struct series *series = worker->series;
    unsigned sides = series->scenario->sides, turn = (unsigned)(game % rotations(series));
    const struct ai *ai[SIDE_MAX] = {0};
    uint8_t secret[SEAL_SECRET_BYTES];
    struct record record = {0};
    struct arena_result result;
    for (unsigned side = 0; side < sides; side++)
        ai[side] = series->ai[(side + turn) % sides];
    arena_secret(series->seed, game / rotations(series), secret);
    arena_play(series->scenario, series->options, secret, NULL, ai, series->record_dir ? &record : NULL, &result);
    bool good = !series->record_dir || write_record(worker, game, &record);
    record_finish(&record);
    struct totals *totals = &worker->totals;
    totals->games++;
    totals->turns += result.turns;
    totals->outcomes[result.outcome]++;
    totals->hash += game_hash(game, result.hash);
    for (unsigned side = 0; side < sides; side++) {
        tally_add(&totals->side[side], &result, (int)side);
        tally_add(&totals->player[(side + turn) % sides], &result, (int)side);
    }
    return good;
}

static void *work(void *ctx) {
    struct worker *worker = ctx;
    uint64_t games = (uint64_t)worker->series->games * rotations(worker->series), game;
    while (!atomic_load(worker->failed) &&
           (game = atomic_fetch_add(worker->next, worker->series->shards)) < games)
        if (!play_one(worker, game))
            atomic_store(worker->failed, true);
    return NULL;
}

static void tally_merge(struct tally *to, const struct tally *from) {
    to->games += from->games;
    to->reached += from->reached;
    to->first += from->first;
    to->points += from->points;
    to->squares += from->squares;
}

static void totals_merge(struct totals *to, const struct totals *from) {
    to->games += from->games;
    to->turns += from->turns;
    to->hash += from->hash;
    for (int i = 0; i <= OUTCOME_PRESSURE; i++)
        to->outcomes[i] += from->outcomes[i];
    for (int side = 0; side < SIDE_MAX; side++) {
        tally_merge(&to->side[side], &from->side[side]);
        tally_merge(&to->player[side], &from->player[side]);
    }
}

bool series_run(const struct series *series, struct totals *totals, char *why, size_t size) {
    static struct worker worker[JOBS_MAX];
    pthread_t thread[JOBS_MAX];
    atomic_uint_fast64_t next = series->shard - 1;
    atomic_bool failed = false;
    unsigned started = 0;
    *totals = (struct totals){0};
    if (series->record_dir && mkdir(series->record_dir, 0777) != 0 && errno != EEXIST) {
        snprintf(why, size, "%s: cannot be made: %s.", series->record_dir, strerror(errno));
        return false;
    }
    for (unsigned i = 0; i < series->jobs; i++) {
        worker[i] = (struct worker){.series = series, .next = &next, .failed = &failed};
        if (i + 1 < series->jobs && pthread_create(&thread[i], NULL, work, &worker[i]) != 0) {
            snprintf(why, size, "Thread %u cannot be started; give a smaller --jobs.", i + 1);
            atomic_store(&failed, true);
            break;
        }
        started = i + 1;
    }
    if (started == series->jobs)
        work(&worker[started - 1]);
    for (unsigned i = 0; i < started; i++) {
        if (i + 1 < series->jobs)
            pthread_join(thread[i], NULL);
        totals_merge(totals, &worker[i].totals);
        if (worker[i].why[0])
            snprintf(why, size, "%s", worker[i].why);
    }
    return !atomic_load(&failed);
}
