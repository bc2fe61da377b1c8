/* Smooth shapes straight to the renderer, for what changes from frame to frame: triangles with an edge that
 * fades over one pixel. What stays (the map, plates) is drawn by raster.h into textures instead. Coordinates
 * are screen pixels. */
#ifndef IBAR_DRAW_SHAPE_H
#define IBAR_DRAW_SHAPE_H

#include <SDL.h>
#include <stdbool.h>
#include <stddef.h>

/* A line through `count` points (2-512) with round joins and ends, `width` pixels. `closed` joins last to
 * first. */
void shape_line(SDL_Renderer *renderer, const SDL_FPoint *points, size_t count, float width, SDL_Color color,
                bool closed);
/* The same in dashes of `on` pixels with gaps of `off`, flat ends, starting `phase` pixels into the pattern.
 */
void shape_dash(SDL_Renderer *renderer, const SDL_FPoint *points, size_t count, float width, float on,
                float off, float phase, SDL_Color color);
/* A filled convex polygon of 3-64 points in either sense. */
void shape_polygon(SDL_Renderer *renderer, const SDL_FPoint *points, size_t count, SDL_Color color);
void shape_disc(SDL_Renderer *renderer, float x, float y, float radius, SDL_Color color);
void shape_ring(SDL_Renderer *renderer, float x, float y, float radius, float width, SDL_Color color);
/* Diagonal hatching (down to the right) inside a convex polygon, one line each `step` pixels of x, fixed to
 * the screen origin plus `phase`. */
void shape_hatch(SDL_Renderer *renderer, const SDL_FPoint *points, size_t count, float step, float phase,
                 float width, SDL_Color color);
/* A rectangle with rounded corners. */
void shape_box(SDL_Renderer *renderer, SDL_FRect box, float radius, SDL_Color color);

#endif
