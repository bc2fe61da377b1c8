/* Night: the map's picture graded to blue and dark, with the warm glow of villages added. Pixels only. */
#ifndef IBAR_DRAW_NIGHT_H
#define IBAR_DRAW_NIGHT_H

#include <stdint.h>

/* Grades `count` pixels 0xAARRGGBB in place: 44 % to grey, x (.36 .45 .585) + (.01 .022 .042). Alpha stays.
 */
void night_grade(uint32_t *pixels, int count);
/* Adds a warm light of `radius` pixels about (x, y) to a picture of w x h pixels with `stride` pixels a row.
 */
void night_glow(uint32_t *pixels, int w, int h, int stride, float x, float y, float radius);

#endif
