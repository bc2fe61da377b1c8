/* What lies over the map for a moment or a turn: paths, rims, sight, barricades, crowds, caches, lines of
 * fire, and the marks of playback. Everything is drawn at once, nothing is kept. Times are milliseconds;
 * `part` is 0-1 of a motion. */
#ifndef IBAR_DRAW_OVERLAY_H
#define IBAR_DRAW_OVERLAY_H

#include "camera.h"
#include "draw.h"

/* A planned path: hexes[0] is where it starts. `pulse[i]` is the pulse of arrival in hexes[i], shown as a
 * badge (0 none); `seen[i]`: an enemy is known to see that hex: red hatching. Either may be NULL. `draft`:
 * not yet ordered, paler. */
struct overlay_path {
    const hex_t *hexes;
    const uint8_t *pulse;
    const bool *seen;
    size_t count;
    bool draft;
};
void overlay_path(struct draw *draw, const struct camera *camera, const struct overlay_path *path);
/* Rectangles of its badges, for labels_place and counters_layout. Returns the count, at most `max`. */
size_t overlay_path_rects(const struct draw *draw, const struct camera *camera,
                          const struct overlay_path *path, SDL_FRect *rects, size_t max);

void overlay_hover(struct draw *draw, const struct camera *camera, hex_t hex);
void overlay_selected(struct draw *draw, const struct camera *camera, hex_t hex);
/* A hex to act on: brass rim and light fill (where a move may go, a target may be chosen). */
void overlay_choice(struct draw *draw, const struct camera *camera, hex_t hex);
/* Red hatching of one hex: seen by an enemy. */
void overlay_seen(struct draw *draw, const struct camera *camera, hex_t hex);

/* Sight tool. Hexes that are not seen: `hidden[i]` for hex i of the window, `count` = cols * rows. */
void overlay_sight(struct draw *draw, const struct camera *camera, const bool *hidden, size_t count);
/* The line between two hexes. `blocked_at` is the hex that blocks (HEX_NONE: open): a cross there, dotted
 * behind it, amber rim. */
void overlay_sight_line(struct draw *draw, const struct camera *camera, hex_t from, hex_t to,
                        hex_t blocked_at);

/* A barricade on the hexside of `hex` toward `dir`; strength 1-4 is shown from 40 px a hex. `trapped`: known
 * to be. */
void overlay_barricade(struct draw *draw, const struct camera *camera, hex_t hex, int dir, int strength,
                       bool trapped);
SDL_FRect overlay_barricade_rect(const struct draw *draw, const struct camera *camera, hex_t hex, int dir);
/* A crowd of strength 1-6 and anger 0-9; returns what it takes up. */
SDL_FRect overlay_crowd(struct draw *draw, const struct camera *camera, hex_t hex, int strength, int anger);
/* The same without drawing: for counters_layout. */
SDL_FRect overlay_crowd_rect(const struct draw *draw, const struct camera *camera, hex_t hex, int strength);
/* A cache, a victory place ("flag"), an entry: a small mark at the hex's lower edge. */
enum overlay_mark { MARK_CACHE, MARK_GOAL, MARK_ENTRY, MARK_WOUNDED, MARK_VEHICLES };
void overlay_mark(struct draw *draw, const struct camera *camera, hex_t hex, enum overlay_mark mark);

/* An ordered shot: brass dashes on black between two points of the screen (middles of plates). */
void overlay_fire_line(struct draw *draw, SDL_FPoint from, SDL_FPoint to);

/* Playback. */
void overlay_shot(struct draw *draw, const struct camera *camera, SDL_FPoint from, SDL_FPoint to, float part);
/* A missile on its way, with its smoke; `top`: it climbs and strikes from above. It bursts only when it hits. */
void overlay_missile(struct draw *draw, const struct camera *camera, SDL_FPoint from, SDL_FPoint to, bool top, bool hits,
                     float part);
void overlay_arrow(struct draw *draw, const struct camera *camera, hex_t from, hex_t to, float part);
/* A short word that rises and fades over a place: "-1", "S2", "?". */
void overlay_word(struct draw *draw, SDL_FPoint at, const char *utf8, uint32_t rgb, float part);
/* A ring that widens: something was sighted, found, heard. */
void overlay_pulse(struct draw *draw, SDL_FPoint at, uint32_t rgb, float part);

/* A thin line round camera->view, over everything: where the map ends and the panels begin. */
void overlay_frame(struct draw *draw, const struct camera *camera);

#endif
