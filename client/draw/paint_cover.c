/* Trees, villages and walled sites. */
#include <math.h>

#include "maptile.h"
#include "palette.h"

static void tree_paint(struct map_tile *tile, float x, float y, float size, bool forest) {
    if (tile->detail < 40) {
        float r = fmaxf(.75f * tile->scale, tile->hex * .048f * size);
        raster_dot(tile->image, x, y, r, PALETTE_FOREST_RIM, forest ? .42f : .5f);
        return;
    }
    float r = tile->hex * .042f * size;
    raster_dot(tile->image, x + r * .5f, y + r * .55f, r, 0x1F3329, .22f);
    raster_dot(tile->image, x, y, r, PALETTE_CANOPY, .72f);
    raster_dot(tile->image, x - r * .28f, y - r * .32f, r * .52f, PALETTE_CANOPY_LIGHT, .55f);
}

/* One tree a cell of a fixed lattice of the world, shaken: the same in every tile and at every moment. */
void paint_trees(const struct ground *ground, struct map_tile *tile, int part, int parts) {
    bool near = tile->detail >= 40;
    float step = 500 * (near ? .105f : .19f), around = 500 * .1f;
    float w = (float)tile->image.w / tile->k, h = (float)tile->image.h / tile->k;
    int row0 = (int)floorf((tile->y_m - around) / step), row1 = (int)ceilf((tile->y_m + h + around) / step);
    int col0 = (int)floorf((tile->x_m - around) / step), col1 = (int)ceilf((tile->x_m + w + around) / step);
    for (int row = row0 + (row1 - row0 + 1) * part / parts;
         row < row0 + (row1 - row0 + 1) * (part + 1) / parts; row++)
        for (int col = col0; col <= col1; col++) {
            float x = ((float)col + (ground_noise(col, row, 1) - .5f) * .9f) * step;
            float y = ((float)row + (ground_noise(col, row, 2) - .5f) * .9f) * step;
            float forest = ground_cover(ground_sample(ground, ground->forest, x, y, NULL, NULL));
            struct raster_point at = tile_point(tile, x, y);
            float size = ground_noise(col, row, 3);
            if (forest > .9f) {
                float steep = ground_cover(ground_sample(ground, ground->steep, x, y, NULL, NULL));
                if (steep < .5f || ground_noise(col, row, 4) < .35f)
                    tree_paint(tile, at.x, at.y, .85f + .35f * size, true);
            } else if (ground_noise(col, row, 4) < (near ? .22f : .3f) &&
                       ground_cover(ground_sample(ground, ground->scrub, x, y, NULL, NULL)) > .9f) {
                tree_paint(tile, at.x, at.y, .6f + .25f * size, false);
            }
        }
    if (part != parts - 1)
        return;
    /* Steep ground: short strokes down the slope. */
    step = 500 * .16f;
    for (int row = (int)floorf((tile->y_m - 60) / step); (float)row * step < tile->y_m + h + 60; row++)
        for (int col = (int)floorf((tile->x_m - 60) / step); (float)col * step < tile->x_m + w + 60; col++) {
            float x = ((float)col + .5f * (float)(row & 1) + (ground_noise(col, row, 6) - .5f) * .3f) * step,
                  dx, dy;
            float y = ((float)row + (ground_noise(col, row, 7) - .5f) * .3f) * step;
            if (ground_cover(ground_sample(ground, ground->steep, x, y, NULL, NULL)) < .8f)
                continue;
            ground_sample(ground, ground->height, x, y, &dx, &dy);
            float slope = hypotf(dx, dy),
                  length = tile->hex * .062f * (.8f + .5f * ground_noise(col, row, 8));
            struct raster_point at = tile_point(tile, x, y);
            if (slope < .02f)
                continue;
            struct raster_point ends[2] = {{at.x - dx / slope * length, at.y - dy / slope * length},
                                           {at.x + dx / slope * length, at.y + dy / slope * length}};
            raster_stroke(tile->raster, ends, 2, fmaxf(.8f * tile->scale, tile->hex * .018f), RASTER_ROUND,
                          false);
        }
    raster_fill(tile->raster, tile->image, 0x4F4436, .62f, RASTER_OVER, NULL);
}

static void box_turned(struct map_tile *tile, float x, float y, float w, float h, float cosine, float sine,
                       float dx, float dy) {
    struct raster_point corner[4] = {{-w, -h}, {w, -h}, {w, h}, {-w, h}};
    for (int i = 0; i < 4; i++)
        corner[i] = (struct raster_point){x + dx + corner[i].x * cosine - corner[i].y * sine,
                                          y + dy + corner[i].x * sine + corner[i].y * cosine};
    raster_polygon(tile->raster, corner, 4);
}

/* What of the houses is painted in one sweep: first all shadows, then all roofs ... */
enum house_coat { HOUSE_BLOCK, HOUSE_SHADOW, HOUSE_ROOF, HOUSE_LIGHT };

static void house_add(struct map_tile *tile, float x, float y, float size, float angle,
                      enum house_coat coat) {
    float c = cosf(angle), s = sinf(angle), depth = size * (coat == HOUSE_BLOCK ? .7f : .65f);
    if (coat == HOUSE_SHADOW)
        box_turned(tile, x, y, size, depth, c, s, 1.2f * tile->scale, 1.4f * tile->scale);
    else if (coat == HOUSE_LIGHT)
        box_turned(tile, x + s * depth / 2, y - c * depth / 2, size * .92f, depth * .42f, c, s, 0, 0);
    else
        box_turned(tile, x, y, size, depth, c, s, 0, 0);
}

static float house_size(const struct map_tile *tile, float chance) {
    float size = tile->hex * (tile->detail > 40 ? .055f : .062f) * (.8f + .5f * chance);
    return fmaxf(size, 1.05f * tile->scale);
}

static void houses_known(const struct ground *ground, struct map_tile *tile, enum house_coat coat) {
    int most = tile->detail < 40 ? 12 : 60;
    for (size_t i = 0; i < ground->houses; i++) {
        const struct ground_house *house = &ground->house[i];
        struct raster_point at = tile_point(tile, house->x, house->y);
        if (house->order >= most || at.x < -20 || at.y < -20 || at.x > (float)tile->image.w + 20 ||
            at.y > (float)tile->image.h + 20)
            continue;
        float size = house_size(tile, ground_noise((int)i, 1, 9)) * .85f;
        float angle = 3.14f * ground_noise(house->col, house->row, 10) +
                      (ground_noise((int)i, 2, 9) < .5f ? 0 : 1.57f) +
                      (ground_noise((int)i, 3, 9) - .5f) * .4f;
        house_add(tile, at.x, at.y, size, angle, coat);
    }
}

/* A village is never without houses: where few are known, some stand for the rest. */
static void houses_assumed(const struct ground *ground, struct map_tile *tile, enum house_coat coat) {
    struct tile_hexes area = tile_hexes(tile);
    for (int row = area.row0; row <= area.row1; row++)
        for (int col = area.col0; col <= area.col1; col++) {
            if (col < 0 || row < 0 || col >= ground->map_cols || row >= ground->map_rows)
                continue;
            int terrain = ground_hex(ground, col, row)->terrain;
            if (terrain != TERRAIN_VILLAGE && terrain != TERRAIN_TOWN)
                continue;
            int known = ground->house_count[(size_t)row * ground->map_cols + (size_t)col];
            int wanted = (tile->detail < 40 ? 5 : 11) * (terrain == TERRAIN_TOWN ? 2 : 1);
            struct raster_point center = tile_hex_center(tile, col, row);
            for (int i = known; i < wanted; i++) {
                float angle = 6.2832f * ground_noise(col * 97 + i, row, 11);
                float far = tile->hex * .36f * sqrtf(ground_noise(col * 97 + i, row, 12));
                house_add(tile, center.x + far * cosf(angle), center.y + far * sinf(angle),
                          house_size(tile, ground_noise(col * 97 + i, row, 13)),
                          3.14f * ground_noise(col, row, 10) + (i & 1 ? 1.57f : 0), coat);
            }
        }
}

static void houses_coat(const struct ground *ground, struct map_tile *tile, enum house_coat coat,
                        uint32_t rgb, float alpha) {
    houses_known(ground, tile, coat);
    houses_assumed(ground, tile, coat);
    raster_fill(tile->raster, tile->image, rgb, alpha, RASTER_OVER, NULL);
}

void paint_villages(const struct ground *ground, struct map_tile *tile, int part, int parts) {
    (void)part, (void)parts;
    struct tile_hexes area = tile_hexes(tile);
    for (int town = 0; town < 2; town++) {
        for (int row = area.row0; row <= area.row1; row++)
            for (int col = area.col0; col <= area.col1; col++) {
                int terrain = ground_hex(ground, col, row)->terrain;
                if (terrain != (town ? TERRAIN_TOWN : TERRAIN_VILLAGE))
                    continue;
                struct raster_point corners[6];
                tile_hex_corners(tile, col, row, tile->hex * .06f, corners);
                raster_polygon(tile->raster, corners, 6);
            }
        raster_fill(tile->raster, tile->image, town ? 0xD9A67C : PALETTE_VILLAGE,
                    tile->detail < 40 ? .60f : .50f, RASTER_OVER, NULL);
    }
    if (tile->detail < 40) {
        houses_coat(ground, tile, HOUSE_BLOCK, PALETTE_HOUSE, .95f);
        return;
    }
    houses_coat(ground, tile, HOUSE_SHADOW, 0x1A140F, .28f);
    houses_coat(ground, tile, HOUSE_BLOCK, PALETTE_ROOF_EDGE, .8f);
    houses_coat(ground, tile, HOUSE_ROOF, PALETTE_ROOF, 1);
    houses_coat(ground, tile, HOUSE_LIGHT, PALETTE_ROOF_LIGHT, 1);
}

static void wall_paint(struct map_tile *tile, float x, float y, float r, uint32_t rgb) {
    raster_box(tile->raster, x - r, y - r * .8f, 2 * r, 1.6f * r, 0);
    raster_fill(tile->raster, tile->image, PALETTE_SITE_YARD, .85f, RASTER_OVER, NULL);
    struct raster_point corner[4] = {
        {x - r, y - r * .8f}, {x + r, y - r * .8f}, {x + r, y + r * .8f}, {x - r, y + r * .8f}};
    raster_stroke(tile->raster, corner, 4, fmaxf(1.5f, r * .1f), RASTER_BUTT, true);
    for (int i = 0; i < 4; i++)
        raster_box(tile->raster, corner[i].x - r * .14f, corner[i].y - r * .14f, r * .28f, r * .28f, 0);
    raster_fill(tile->raster, tile->image, rgb, 1, RASTER_OVER, NULL);
}

void tile_site(struct map_tile *tile, float x, float y, float r, uint32_t rgb) {
    if (r > 12 * tile->scale) {
        wall_paint(tile, x, y, r, rgb);
        r *= .52f;
    }
    raster_box(tile->raster, x - r * .62f, y - r * .05f, r * 1.24f, r * .85f, 0);
    raster_disc(tile->raster, x, y - r * .05f, r * .42f);
    struct raster_point mast[2] = {{x, y - r * .4f}, {x, y - r * 1.05f}},
                        arm[2] = {{x - r * .26f, y - r * .82f}, {x + r * .26f, y - r * .82f}};
    raster_stroke(tile->raster, mast, 2, fmaxf(1.2f, r * .17f), RASTER_BUTT, false);
    raster_stroke(tile->raster, arm, 2, fmaxf(1.2f, r * .17f), RASTER_BUTT, false);
    raster_fill(tile->raster, tile->image, rgb, 1, RASTER_OVER, NULL);
}

/* A fortress: battlements. */
static void fortress_paint(struct map_tile *tile, float x, float y, float r, uint32_t rgb) {
    raster_box(tile->raster, x - r * .8f, y - r * .15f, r * 1.6f, r * .85f, 0);
    for (int i = -1; i <= 1; i++)
        raster_box(tile->raster, x + r * (.6f * (float)i - .2f), y - r * .55f, r * .4f, r * .5f, 0);
    raster_fill(tile->raster, tile->image, rgb, 1, RASTER_OVER, NULL);
}

void paint_sites(const struct ground *ground, struct map_tile *tile, int part, int parts) {
    (void)part, (void)parts;
    float r = tile->scale * 7 + fmaxf(0, tile->hex - 20 * tile->scale) * .17f;
    uint32_t rgb = tile->night ? PALETTE_NIGHT_NAME_SITE : PALETTE_SITE;
    for (size_t i = 0; i < ground->sites; i++) {
        struct raster_point at = tile_point(tile, ground->site[i].x, ground->site[i].y);
        if (at.x < -2 * r || at.y < -2 * r || at.x > (float)tile->image.w + 2 * r ||
            at.y > (float)tile->image.h + 2 * r)
            continue;
        if (ground->site[i].church)
            tile_site(tile, at.x, at.y + r * .1f, r, rgb);
        else
            fortress_paint(tile, at.x, at.y, r * .8f, rgb);
    }
}
