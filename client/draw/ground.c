#include "ground.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "camera.h"

#define CELLS_A_HEX (CAMERA_HEX_M / GROUND_CELL_M)

float ground_noise(int x, int y, int salt) {
    uint32_t v = (uint32_t)x * 0x9E3779B1u ^ (uint32_t)y * 0x85EBCA77u ^ (uint32_t)salt * 0xC2B2AE3Du;
    v ^= v >> 15;
    v *= 0x2C1B3C6Du;
    v ^= v >> 12;
    v *= 0x297A2D39u;
    v ^= v >> 15;
    return (float)(v >> 8) / 16777216.0f;
}

void ground_weights(float part, float value[4], float slope[4]) {
    float t = part, t2 = t * t, t3 = t2 * t, u = 1 - t;
    value[0] = u * u * u / 6;
    value[1] = (3 * t3 - 6 * t2 + 4) / 6;
    value[2] = (-3 * t3 + 3 * t2 + 3 * t + 1) / 6;
    value[3] = t3 / 6;
    slope[0] = -u * u / 2;
    slope[1] = (3 * t2 - 4 * t) / 2;
    slope[2] = (-3 * t2 + 2 * t + 1) / 2;
    slope[3] = t2 / 2;
}

float ground_light(float dx, float dy) {
    /* East, south and up of the staff map's lights, each times its weight: 315 deg 38 high .62, 270 50 .16, 0
     * 50 .14, 45 60 .08. */
    static const float light[4][3] = {{-.34547f, -.34547f, .38171f},
                                      {-.10285f, 0, .12257f},
                                      {0, -.08999f, .10725f},
                                      {.02828f, -.02828f, .06928f}};
    float nx = -dx * 3, ny = -dy * 3, length = 1 / sqrtf(nx * nx + ny * ny + 1), sum = 0;
    for (int i = 0; i < 4; i++)
        sum += (nx * light[i][0] + ny * light[i][1] + light[i][2]) * length - light[i][2];
    return sum;
}

const struct map_hex *ground_hex(const struct ground *ground, int col, int row) {
    col = col < 0 ? 0 : col >= ground->map_cols ? ground->map_cols - 1 : col;
    row = row < 0 ? 0 : row >= ground->map_rows ? ground->map_rows - 1 : row;
    return &ground->hex[(size_t)row * ground->map_cols + (size_t)col];
}

bool ground_in_window(const struct ground *ground, int col, int row) {
    return col >= ground->col0 && row >= ground->row0 && col < ground->col0 + ground->cols &&
           row < ground->row0 + ground->rows;
}

void ground_hex_at(float x, float y, int *col, int *row) {
    int guess = (int)floorf((float)((y - CAMERA_RADIUS_M) / CAMERA_ROW_M));
    float best = 1e30f;
    for (int r = guess; r <= guess + 1; r++) {
        int c = (int)lroundf((float)((x - 250.0) / CAMERA_HEX_M - 0.5 * (r & 1)));
        double hx, hy;
        world_hex_center(c, r, &hx, &hy);
        float dx = x - (float)hx, dy = y - (float)hy, d = dx * dx + dy * dy;
        if (d < best) {
            best = d;
            *col = c;
            *row = r;
        }
    }
}

/* A running mean of 2 * radius + 1 cells along one line of cells, ends repeated. */
static void box_line(const float *in, float *out, int count, int step, int radius) {
    float sum = 0, scale = 1.0f / (float)(2 * radius + 1);
    for (int i = -radius; i <= radius; i++)
        sum += in[(i < 0 ? 0 : i >= count ? count - 1 : i) * step];
    for (int i = 0; i < count; i++) {
        out[i * step] = sum * scale;
        int add = i + radius + 1, drop = i - radius;
        sum += in[(add >= count ? count - 1 : add) * step] - in[(drop < 0 ? 0 : drop) * step];
    }
}

/* Nearly a Gauss blur: three running means. */
static void field_blur(float *field, float *spare, int w, int h, float sigma) {
    int radius = (int)lroundf((sqrtf(4 * sigma * sigma + 1) - 1) / 2);
    for (int pass = 0; pass < 3 && radius > 0; pass++) {
        for (int y = 0; y < h; y++)
            box_line(field + (size_t)y * (size_t)w, spare + (size_t)y * (size_t)w, w, 1, radius);
        for (int x = 0; x < w; x++)
            box_line(spare + x, field + x, h, w, radius);
    }
}

/* A blur of one to two cells, weights by distance. */
static void field_blur_small(float *field, float *spare, int w, int h, float sigma) {
    float weight[4], sum = 0;
    for (int i = 0; i < 4; i++) {
        weight[i] = expf((float)(-i * i) / (2 * sigma * sigma));
        sum += i ? 2 * weight[i] : weight[i];
    }
    for (int pass = 0; pass < 2; pass++) {
        const float *in = pass ? spare : field;
        float *out = pass ? field : spare;
        for (int y = 0; y < h; y++)
            for (int x = 0; x < w; x++) {
                float v = 0;
                for (int i = -3; i <= 3; i++) {
                    int sx = pass ? x : x + i, sy = pass ? y + i : y;
                    sx = sx < 0 ? 0 : sx >= w ? w - 1 : sx;
                    sy = sy < 0 ? 0 : sy >= h ? h - 1 : sy;
                    v += in[(size_t)sy * (size_t)w + (size_t)sx] * weight[abs(i)];
                }
                out[(size_t)y * (size_t)w + (size_t)x] = v / sum;
            }
    }
}

float ground_sample(const struct ground *ground, const float *field, float x, float y, float *dx, float *dy) {
    float fx = (x - ground->x0) / GROUND_CELL_M, fy = (y - ground->y0) / GROUND_CELL_M;
    int ix = (int)floorf(fx), iy = (int)floorf(fy);
    float wx[4], wy[4], sx[4], sy[4], value = 0, slope_x = 0, slope_y = 0;
    ground_weights(fx - (float)ix, wx, sx);
    ground_weights(fy - (float)iy, wy, sy);
    for (int j = 0; j < 4; j++) {
        int row = iy - 1 + j;
        row = row < 0 ? 0 : row >= ground->h ? ground->h - 1 : row;
        for (int i = 0; i < 4; i++) {
            int col = ix - 1 + i;
            col = col < 0 ? 0 : col >= ground->w ? ground->w - 1 : col;
            float v = field[(size_t)row * (size_t)ground->w + (size_t)col];
            value += v * wx[i] * wy[j];
            slope_x += v * sx[i] * wy[j];
            slope_y += v * wx[i] * sy[j];
        }
    }
    if (dx != NULL)
        *dx = slope_x / GROUND_CELL_M;
    if (dy != NULL)
        *dy = slope_y / GROUND_CELL_M;
    return value;
}

static void fields_fill(struct ground *ground) {
    for (int y = 0; y < ground->h; y++)
        for (int x = 0; x < ground->w; x++) {
            int col = 0, row = 0;
            size_t at = (size_t)y * (size_t)ground->w + (size_t)x;
            ground_hex_at(ground->x0 + (float)x * GROUND_CELL_M, ground->y0 + (float)y * GROUND_CELL_M, &col,
                          &row);
            const struct map_hex *hex = ground_hex(ground, col, row);
            /* An uneven edge: a little noise shifts where the blurred field passes one half. */
            float uneven = (ground_noise(x, y, 5) - 0.5f) * 0.20f;
            ground->height[at] = 10.0f * hex->height;
            ground->forest[at] =
                (hex->terrain == TERRAIN_FOREST || hex->terrain == TERRAIN_STEEP ? 1.0f : 0.0f) + uneven;
            ground->scrub[at] = (hex->terrain == TERRAIN_SCRUB ? 1.0f : 0.0f) + uneven;
            ground->steep[at] = (hex->terrain == TERRAIN_STEEP ? 1.0f : 0.0f) + uneven;
        }
}

/* The shading's own mean over five hexes: taken off in part, it evens out large slopes. */
static void shade_fill(struct ground *ground, float *spare) {
    for (int y = 0; y < ground->h; y++)
        for (int x = 0; x < ground->w; x++) {
            int left = x > 0 ? x - 1 : x, right = x + 1 < ground->w ? x + 1 : x;
            int up = y > 0 ? y - 1 : y, down = y + 1 < ground->h ? y + 1 : y;
            size_t row = (size_t)y * (size_t)ground->w, w = (size_t)ground->w;
            float dx = (ground->height[row + (size_t)right] - ground->height[row + (size_t)left]) /
                       (GROUND_CELL_M * (float)(right - left));
            float dy =
                (ground->height[(size_t)down * w + (size_t)x] - ground->height[(size_t)up * w + (size_t)x]) /
                (GROUND_CELL_M * (float)(down - up));
            ground->shade[row + (size_t)x] = ground_light(dx, dy);
        }
    field_blur(ground->shade, spare, ground->w, ground->h, 5.0f * (float)CELLS_A_HEX);
}

bool ground_init(struct ground *ground, const struct map_file *file, unsigned col0, unsigned row0,
                 unsigned cols, unsigned rows) {
    memset(ground, 0, sizeof *ground);
    ground->map_cols = file->cols;
    ground->map_rows = file->rows;
    ground->col0 = (uint16_t)col0;
    ground->row0 = (uint16_t)row0;
    ground->cols = (uint16_t)cols;
    ground->rows = (uint16_t)rows;
    int margin = GROUND_MARGIN_HEX * (int)CELLS_A_HEX;
    ground->w = (int)(((double)cols + 0.5) * CELLS_A_HEX) + 2 * margin;
    ground->h = (int)((CAMERA_ROW_M * (double)rows + CAMERA_RADIUS_M) / GROUND_CELL_M) + 2 * margin;
    ground->x0 = (float)(CAMERA_HEX_M * col0) - (float)margin * GROUND_CELL_M;
    ground->y0 = (float)(CAMERA_ROW_M * row0) - (float)margin * GROUND_CELL_M;
    size_t cells = (size_t)ground->w * (size_t)ground->h, hexes = (size_t)file->cols * file->rows;
    float *spare = malloc(cells * sizeof *spare);
    ground->hex = malloc(hexes * sizeof *ground->hex);
    float **fields[] = {&ground->height, &ground->shade, &ground->forest, &ground->scrub, &ground->steep};
    bool whole = spare != NULL && ground->hex != NULL;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        whole = (*fields[i] = malloc(cells * sizeof **fields[i])) != NULL && whole;
    if (whole) {
        memcpy(ground->hex, file->hex, hexes * sizeof *ground->hex);
        fields_fill(ground);
        field_blur(ground->height, spare, ground->w, ground->h, 3.4f);
        field_blur_small(ground->forest, spare, ground->w, ground->h, 1.12f);
        field_blur_small(ground->scrub, spare, ground->w, ground->h, 1.12f);
        field_blur_small(ground->steep, spare, ground->w, ground->h, 1.12f);
        shade_fill(ground, spare);
        whole = ground_lines_init(ground, file);
    }
    free(spare);
    if (!whole)
        ground_finish(ground);
    return whole;
}

void ground_finish(struct ground *ground) {
    ground_lines_finish(ground);
    free(ground->hex);
    free(ground->height);
    free(ground->shade);
    free(ground->forest);
    free(ground->scrub);
    free(ground->steep);
    memset(ground, 0, sizeof *ground);
}
