#include "report.h"
#include "stats.h"

#include <inttypes.h>

static void table_row(FILE *out, const char *side, const char *player, const struct tally *tally) {
    struct interval reached = stats_share(tally->reached, tally->games);
    struct interval first = stats_share(tally->first, tally->games);
    struct interval points = stats_mean(tally->points, tally->squares, tally->games);
    fprintf(out, "%-12s %-10s %6.1f %% [%5.1f, %5.1f]   %6.1f %% [%5.1f, %5.1f]   %7.2f [%6.2f, %6.2f]\n",
            side, player, 100 * reached.value, 100 * reached.low, 100 * reached.high, 100 * first.value,
            100 * first.low, 100 * first.high, points.value, points.low, points.high);
}

void report_table(FILE *out, const struct series *series, const struct totals *totals) {
    static const char *const outcomes[] = {"", "all turns played", "ended by tension", "ended by pressure"};
    const struct scenario *scenario = series->scenario;
    fprintf(out, "%s: %" PRIu64 " games, seed %" PRIu64, scenario->id, totals->games, series->seed);
    if (series->shards > 1)
        fprintf(out, ", shard %u of %u", series->shard, series->shards);
    fprintf(out, "\n\n%-12s %-10s %-25s %-25s  %s\n", "side", "player", "threshold reached", "   first",
            "   points");
    for (int side = 0; side < scenario->sides; side++)
        table_row(out, scenario->side[side].id, series->swap ? "all" : series->ai[side]->name,
                  &totals->side[side]);
    for (int side = 0; series->swap && side < scenario->sides; side++)
        table_row(out, "all", series->ai[side]->name, &totals->player[side]);
    fprintf(out, "\nIn brackets: 95 %% confidence intervals. Turns: %.2f on average.\n",
            totals->games ? (double)totals->turns / (double)totals->games : 0);
    for (int i = OUTCOME_TURNS; i <= OUTCOME_PRESSURE; i++)
        if (totals->outcomes[i])
            fprintf(out, "Games %s: %" PRIu64 "\n", outcomes[i], totals->outcomes[i]);
    fprintf(out, "Hash of all games: %016" PRIx64 "\n", totals->hash);
}

/* With `sums` the whole numbers too from which shards are merged. */
static void json_tally(FILE *out, const struct tally *tally, bool sums) {
    struct interval points = stats_mean(tally->points, tally->squares, tally->games);
    fprintf(out,
            "{\"reached\":%" PRIu64 ",\"first\":%" PRIu64 ",\"points\":{\"mean\":%.6f,\"ci95\":[%.6f,%.6f]",
            tally->reached, tally->first, points.value, points.low, points.high);
    if (sums)
        fprintf(out, ",\"sum\":%" PRId64 ",\"squares\":%" PRId64, tally->points, tally->squares);
    fputs("}}", out);
}

/* Ids and names are words of small letters, digits and "-": they need no escapes. */
void report_json(FILE *out, const struct series *series, const struct totals *totals) {
    const struct scenario *scenario = series->scenario;
    bool shard = series->shards > 1;
    fprintf(out, "{\"scenario\":\"%s\",\"seed\":%" PRIu64 ",\"games\":%" PRIu64 ",\"ais\":{", scenario->id,
            series->seed, totals->games);
    for (int side = 0; side < scenario->sides; side++)
        fprintf(out, "%s\"%s\":\"%s\"", side ? "," : "", scenario->side[side].id, series->ai[side]->name);
    fputs("},\"sides\":{", out);
    for (int side = 0; side < scenario->sides; side++) {
        fprintf(out, "%s\"%s\":", side ? "," : "", scenario->side[side].id);
        json_tally(out, &totals->side[side], shard);
    }
    fputs("}", out);
    if (series->swap) {
        fputs(",\"players\":[", out);
        for (int side = 0; side < scenario->sides; side++) {
            fprintf(out, "%s{\"named\":\"%s\",\"ai\":\"%s\",\"result\":", side ? "," : "",
                    scenario->side[side].id, series->ai[side]->name);
            json_tally(out, &totals->player[side], shard);
            fputs("}", out);
        }
        fputs("]", out);
    }
    fprintf(out, ",\"turns\":{\"mean\":%.6f",
            totals->games ? (double)totals->turns / (double)totals->games : 0);
    if (shard)
        fprintf(out, ",\"sum\":%" PRIu64 "},\"shard\":{\"number\":%u,\"of\":%u", totals->turns, series->shard,
                series->shards);
    fprintf(out, "},\"hash\":\"%016" PRIx64 "\"}\n", totals->hash);
}
