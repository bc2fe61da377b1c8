/* Tints by height, cover, hillshade, contours and paper grain: every pixel once. */
#include <math.h>
#include <stdlib.h>

#include "maplayer.h"
#include "maptile.h"
#include "palette.h"

struct rgb {
    float r, g, b;
};

static struct rgb rgb_of(uint32_t hex) {
    return (struct rgb){(float)(hex >> 16 & 255) / 255, (float)(hex >> 8 & 255) / 255,
                        (float)(hex & 255) / 255};
}
static struct rgb rgb_mix(struct rgb a, struct rgb b, float part) {
    return (struct rgb){a.r + (b.r - a.r) * part, a.g + (b.g - a.g) * part, a.b + (b.b - a.b) * part};
}
static float clamp(float v, float low, float high) {
    return v < low ? low : v > high ? high : v;
}

static struct rgb tint_at(float height) {
    static const struct {
        float height;
        uint32_t rgb;
    } tints[] = {{400, 0xD3DAB8}, {520, 0xDEE0BE},  {640, 0xE9E6C8},  {800, 0xF0E6C6},
                 {980, 0xEBD9B2}, {1160, 0xE0C79C}, {1340, 0xD2B48B}, {1600, 0xC6A582}};
    if (height <= tints[0].height)
        return rgb_of(tints[0].rgb);
    for (size_t i = 1; i < sizeof tints / sizeof tints[0]; i++)
        if (height < tints[i].height)
            return rgb_mix(rgb_of(tints[i - 1].rgb), rgb_of(tints[i].rgb),
                           (height - tints[i - 1].height) / (tints[i].height - tints[i - 1].height));
    return rgb_of(tints[7].rgb);
}

/* What is known of the ground at one pixel. */
struct ground_pixel {
    float height, dx, dy, mean, forest, scrub, steep;
};

static struct rgb cover_lay(struct rgb color, const struct ground_pixel *at, bool heights) {
    float forest = ground_cover(at->forest), scrub = ground_cover(at->scrub), steep = ground_cover(at->steep);
    float high = clamp((at->height - 450) / 1000, 0, 1), strength = heights ? 0.55f : 1.0f;
    struct rgb wood = rgb_of(PALETTE_FOREST);
    wood = (struct rgb){wood.r * (1 + .10f * high) + .05f * high, wood.g * (1 + .10f * high) + .015f * high,
                        wood.b * (1 + .10f * high) - .02f * high};
    color = rgb_mix(color, wood, .80f * forest * strength * (1 - .45f * steep));
    color = rgb_mix(color, rgb_of(PALETTE_SCRUB), .42f * scrub * strength);
    color = rgb_mix(color, rgb_of(PALETTE_STEEP), .38f * steep * strength);
    /* A darker rim: the class reads at a glance. */
    float rim = clamp(1 - fabsf(forest - .5f) * 2, 0, 1) * .34f * strength;
    return rgb_mix(color, rgb_of(PALETTE_FOREST_RIM), rim);
}

static struct rgb shade_lay(struct rgb color, const struct ground_pixel *at, float more) {
    float s = (ground_light(at->dx, at->dy) - .45f * at->mean) / .26f;
    s = clamp(s, -3, 3);
    s = .34f * more * s * (27 + s * s) / (27 + 9 * s * s); /* nearly tanh */
    float dark = clamp(-s * 1.6f, 0, .58f), light = clamp(s * 1.5f, 0, .5f) * .62f;
    struct rgb shadow = rgb_of(PALETTE_SHADE), sun = rgb_of(PALETTE_LIGHT);
    color = (struct rgb){color.r * (1 - dark * (1 - shadow.r)), color.g * (1 - dark * (1 - shadow.g)),
                         color.b * (1 - dark * (1 - shadow.b))};
    return (struct rgb){1 - (1 - color.r) * (1 - light * sun.r), 1 - (1 - color.g) * (1 - light * sun.g),
                        1 - (1 - color.b) * (1 - light * sun.b)};
}

static struct rgb contour_lay(struct rgb color, const struct ground_pixel *at, const struct map_tile *tile) {
    float slope = sqrtf(at->dx * at->dx + at->dy * at->dy), a_pixel = fmaxf(slope / tile->k, .02f);
    float step = tile->detail < 40   ? 100
                 : tile->detail < 70 ? 50
                                     : 20,
          wide = tile->scale > 1 ? tile->scale : 1;
    float more = tile->options & MAPLAYER_HEIGHTS ? 1.7f : 1.0f;
    for (int heavy = 0; heavy < 2; heavy++) {
        float interval = heavy ? step * 5 : step, width = (heavy ? .75f : .45f) * wide,
              alpha = heavy ? .46f : .40f;
        float off = at->height + interval / 2;
        off = fabsf(off - floorf(off / interval) * interval - interval / 2) / a_pixel;
        float a = clamp(width - off + .5f, 0, 1) * alpha * more * clamp(slope * 14, 0, 1);
        if (a > 0) {
            a = a > 1 ? 1 : a;
            color =
                (struct rgb){color.r * (1 - a * .55f), color.g * (1 - a * .70f), color.b * (1 - a * .82f)};
        }
    }
    return color;
}

static uint32_t rgb_pack(struct rgb color, float grain) {
    int r = (int)(clamp(color.r * grain, 0, 1) * 255 + .5f),
        g = (int)(clamp(color.g * grain, 0, 1) * 255 + .5f),
        b = (int)(clamp(color.b * grain, 0, 1) * 255 + .5f);
    return 0xff000000u | (uint32_t)r << 16 | (uint32_t)g << 8 | (uint32_t)b;
}

/* Grid columns summed over the four rows round a pixel row: the first half of each field's spline. */
enum { ROW_HEIGHT, ROW_SLOPE, ROW_MEAN, ROW_FOREST, ROW_SCRUB, ROW_STEEP, ROW_COUNT };

static void rows_sum(const struct ground *ground, float fy, int col0, int cols, float *sums[ROW_COUNT]) {
    const float *field[ROW_COUNT] = {ground->height, ground->height, ground->shade,
                                     ground->forest, ground->scrub,  ground->steep};
    int iy = (int)floorf(fy);
    float value[4], slope[4];
    ground_weights(fy - (float)iy, value, slope);
    for (int f = 0; f < ROW_COUNT; f++) {
        const float *weight = f == ROW_SLOPE ? slope : value, *row[4];
        for (int j = 0; j < 4; j++) {
            int y = iy - 1 + j;
            y = y < 0 ? 0 : y >= ground->h ? ground->h - 1 : y;
            row[j] = field[f] + (size_t)y * (size_t)ground->w;
        }
        for (int i = 0; i < cols; i++) {
            int x = col0 + i;
            x = x < 0 ? 0 : x >= ground->w ? ground->w - 1 : x;
            sums[f][i] =
                row[0][x] * weight[0] + row[1][x] * weight[1] + row[2][x] * weight[2] + row[3][x] * weight[3];
        }
    }
}

static float dot4(const float *a, const float *b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
}

static struct ground_pixel pixel_of(float *const sums[ROW_COUNT], int at, const float value[4],
                                    const float slope[4]) {
    return (struct ground_pixel){.height = dot4(sums[ROW_HEIGHT] + at, value),
                                 .dx = dot4(sums[ROW_HEIGHT] + at, slope) / GROUND_CELL_M,
                                 .dy = dot4(sums[ROW_SLOPE] + at, value) / GROUND_CELL_M,
                                 .mean = dot4(sums[ROW_MEAN] + at, value),
                                 .forest = dot4(sums[ROW_FOREST] + at, value),
                                 .scrub = dot4(sums[ROW_SCRUB] + at, value),
                                 .steep = dot4(sums[ROW_STEEP] + at, value)};
}

/* Columns of the grid that a row of pixels needs; where memory is short the row stays as it is. */
void paint_relief(const struct ground *ground, struct map_tile *tile, int part, int parts) {
    float cell = 1 / (tile->k * GROUND_CELL_M); /* grid cells a pixel */
    float left = (tile->x_m - ground->x0) / GROUND_CELL_M, top = (tile->y_m - ground->y0) / GROUND_CELL_M;
    int col0 = (int)floorf(left) - 1, cols = (int)((float)tile->image.w * cell) + 8;
    float *block = malloc((size_t)cols * ROW_COUNT * sizeof *block), *sums[ROW_COUNT];
    if (block == NULL)
        return;
    for (int f = 0; f < ROW_COUNT; f++)
        sums[f] = block + (size_t)f * (size_t)cols;
    struct rgb tint[256]; /* by 5 m from 380 m */
    for (int i = 0; i < 256; i++)
        tint[i] = tint_at(380 + 5 * (float)i);
    bool heights = (tile->options & MAPLAYER_HEIGHTS) != 0;
    int y0 = tile->image.h * part / parts, y1 = tile->image.h * (part + 1) / parts;
    for (int y = y0; y < y1; y++) {
        rows_sum(ground, top + ((float)y + .5f) * cell, col0, cols, sums);
        uint32_t *row = tile->image.pixels + (size_t)y * (size_t)tile->image.stride;
        const float *grain = tile->grain + (size_t)((tile->off_y + y) & (GRAIN_SIZE - 1)) * GRAIN_SIZE;
        for (int x = 0; x < tile->image.w; x++) {
            float fx = left + ((float)x + .5f) * cell, value[4], slope[4];
            int ix = (int)floorf(fx);
            ground_weights(fx - (float)ix, value, slope);
            struct ground_pixel at = pixel_of(sums, ix - 1 - col0, value, slope);
            struct rgb color = tint[(int)clamp((at.height - 380) / 5 + .5f, 0, 255)];
            color = cover_lay(color, &at, heights);
            color = shade_lay(color, &at, heights ? 1.25f : 1.0f);
            color = contour_lay(color, &at, tile);
            row[x] = rgb_pack(color, grain[(tile->off_x + x) & (GRAIN_SIZE - 1)]);
        }
    }
    free(block);
}
