/* What clocks and absences say. */
#include "app_internal.h"

#include <stdio.h>

void clock_text(int64_t ms, char *out, size_t size) {
    long long seconds = (long long)(ms + 999) / 1000, minutes = seconds / 60, hours = minutes / 60;
    if (hours >= 48)
        snprintf(out, size, "%lld days %lld h", hours / 24, hours % 24);
    else if (hours > 0)
        snprintf(out, size, "%lld h %02lld min", hours, minutes % 60);
    else
        snprintf(out, size, "%lld:%02lld", minutes, seconds % 60);
}

void delay_text(unsigned delay, char *out, size_t size) {
    if (delay == 0) /* all sides at once are never seen in the present turn */
        snprintf(out, size, "at once; all sides 1 turn late");
    else
        snprintf(out, size, "%u turn%s late", delay, delay == 1 ? "" : "s");
}

void absent_text(int64_t ms, char *out, size_t size) {
    long long minutes = (long long)ms / 60000, hours = minutes / 60;
    if (minutes < 1)
        snprintf(out, size, "absent");
    else if (hours < 1)
        snprintf(out, size, "absent for %lld min", minutes);
    else if (hours < 48)
        snprintf(out, size, "absent for %lld h %02lld min", hours, minutes % 60);
    else
        snprintf(out, size, "absent for %lld days", hours / 24);
}

void clock_words(const struct app *app, const struct seat *seat, char *out, size_t size) {
    struct clocks clocks;
    char text[32];
    model_clocks(app->model, app->seat, app->now_ms, &clocks);
    out[0] = 0;
    bool plays = seat->role == SEAT_PLAYER;
    if (clocks.paused) {
        snprintf(out, size, "paused");
    } else if (clocks.turn >= 0) {
        clock_text(clocks.turn, text, sizeof text);
        snprintf(out, size, "%s left", text);
    } else if (plays && clocks.runs[seat->side] && clocks.bank[seat->side] > 0) {
        clock_text(clocks.bank[seat->side], text, sizeof text);
        snprintf(out, size, "game clock %s", text);
    } else if (clocks.grace >= 0) {
        clock_text(clocks.grace, text, sizeof text);
        snprintf(out, size, "turn is played in %s", text);
    } else {
        for (int side = 0; side < seat->scenario->sides; side++)
            if (clocks.runs[side] && clocks.bank[side] > 0)
                snprintf(out, size, "game clock of %s runs", seat->scenario->side[side].name);
    }
}

int64_t clock_tick(const struct app *app) {
    struct clocks clocks;
    if (!app->model || app->review.seat)
        return -1;
    model_clocks(app->model, app->seat, app->now_ms, &clocks);
    int64_t tick = clocks.turn / 1000 + 7 * (clocks.grace / 1000) + clocks.paused;
    for (int side = 0; side < SIDE_MAX; side++)
        tick += 31 * (clocks.bank[side] / 1000) + 131 * (clocks.absent[side] / 60000);
    return tick;
}
