/* Counters: APP-6 frames as plates. The frame's shape tells the side (rectangle police, square KFOR, diamond
 * irregulars, quatrefoil a contact of unknown kind), colour only repeats it.
 *
 * A plate is drawn once into a texture for each look and size. counters_layout moves crowded plates to the
 * nearest free place; counters_draw ties them to their hex with an ivory leader. */
#ifndef IBAR_DRAW_COUNTERS_H
#define IBAR_DRAW_COUNTERS_H

#include "camera.h"
#include "draw.h"

enum counter_side { COUNTER_POLICE, COUNTER_KFOR, COUNTER_IRREGULARS, COUNTER_CONTACT, COUNTER_SIDES };

/* What shows on a plate. All-zero is a bare police plate. Strings are copied into the texture, not kept. */
struct counter {
    enum counter_side side;
    char symbol[12];     /* "patrol" ...: assets/symbols; "" or "none": frame only */
    char letters[4];     /* drawn instead of the symbol when not empty: "?", "SI" */
    uint8_t steps;       /* left; own units: white pips */
    uint8_t steps_lost;  /* hollow pips; steps + steps_lost <= 6, both 0: no tab */
    uint8_t bar;         /* contacts: strength class as one bar, percent of its length; 0 none */
    uint8_t suppression; /* amber star with this number; 0 none */
    char order;          /* brass tag with this letter; 0 none */
    uint8_t stack;       /* plates in the hex, shown from 2 on */
    int16_t facing;      /* degrees clockwise from north of the ivory triangle; COUNTER_NO_FACING none */
    bool selected;       /* bright rim */
    bool ghost;          /* last seen: dashed, pale */
    char tag[12];        /* below: class of a contact ("foot"), or turn of a ghost ("T12"); "" none */
};
#define COUNTER_NO_FACING (-1)

/* Letters that stand for a symbol id ("sf" -> "SI"); NULL when it is drawn as an icon. */
const char *counter_letters(const char *symbol);

struct counter_set; /* the textures */

struct counter_set *counters_create(struct draw *draw);
void counters_destroy(struct counter_set *set); /* takes NULL */
/* Drops every texture (device reset, new scale). */
void counters_reset(struct counter_set *set);

/* Pixels per unit of the 150 x 100 frame for a zoom: .172 below 40 px a hex, .44 from 96 on, times scale. */
float counter_unit(const struct draw *draw, float zoom);

/* The texture of a plate at `unit` pixels per frame unit; owned by the set, valid until 512 other looks were
 * asked for. (*at_x, *at_y) is where the plate's middle lies in the texture. NULL when it cannot be made
 * (SDL_GetError). */
SDL_Texture *counter_texture(struct counter_set *set, const struct counter *counter, float unit, int *w,
                             int *h, int *at_x, int *at_y);
/* Draws one plate with its middle at (x, y): for cards and panels. */
void counter_draw(struct counter_set *set, const struct counter *counter, float x, float y, float unit);

/* A plate on the map. */
struct plate {
    struct counter counter;
    hex_t hex;
    float shift_x,
        shift_y;    /* of the place it would like, from the hex's centre (motion between hexes, pixels) */
    uint8_t weight; /* heavier ones choose first; 0-255 */
    /* filled by counters_layout */
    SDL_FPoint anchor; /* of the hex on the screen */
    SDL_FPoint at;     /* middle of the plate */
    SDL_FRect box;     /* what it takes up */
    bool moved;        /* far enough from its hex to need a leader */
};

/* Lays plates out so that none covers another or a rectangle of `fixed`, each as near to its hex as there is
 * room; within camera->view. Same input, same layout. At most 1024 plates. */
void counters_layout(const struct draw *draw, const struct camera *camera, struct plate *plates, size_t count,
                     const SDL_FRect *fixed, size_t fixed_count);
/* Moves laid plates along with ground that was panned by whole pixels. */
void counters_pan(struct plate *plates, size_t count, int dx, int dy);
/* Leaders first, then ghosts, then plates from north to south. */
void counters_draw(struct counter_set *set, const struct camera *camera, const struct plate *plates,
                   size_t count);
/* The plate under a point, the one drawn last first; -1 none. */
int counters_pick(const struct plate *plates, size_t count, float x, float y);

#endif
