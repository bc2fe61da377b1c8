#include <math.h>

#include "plate.h"

struct plate_colors plate_colors_of(enum counter_side side) {
    static const struct plate_colors colors[COUNTER_SIDES] = {
        [COUNTER_POLICE] = {PALETTE_POLICE, PALETTE_POLICE_INK},
        [COUNTER_KFOR] = {PALETTE_KFOR, PALETTE_KFOR_INK},
        [COUNTER_IRREGULARS] = {PALETTE_IRREGULARS, PALETTE_IRREGULARS_INK},
        [COUNTER_CONTACT] = {PALETTE_CONTACT, PALETTE_CONTACT_INK},
    };
    return colors[side];
}

void plate_half(enum counter_side side, float unit, float *half_w, float *half_h) {
    static const float half[COUNTER_SIDES][2] = {{75, 50}, {55, 55}, {72, 72}, {74, 74}};
    *half_w = half[side][0] * unit;
    *half_h = half[side][1] * unit;
}

void plate_add(struct raster *raster, enum counter_side side, float x, float y, float unit, float grow) {
    float w, h, petal = 37 * unit;
    plate_half(side, unit, &w, &h);
    if (side == COUNTER_POLICE || side == COUNTER_KFOR) {
        raster_box(raster, x - w - grow, y - h - grow, 2 * (w + grow), 2 * (h + grow), fmaxf(1.5f, grow));
    } else if (side == COUNTER_IRREGULARS) {
        struct raster_point points[64];
        raster_polygon(raster, points, plate_outline(side, x, y, unit, grow, points));
    } else {
        for (int i = 0; i < 4; i++)
            raster_disc(raster, x + petal * (float)((i == 1) - (i == 3)),
                        y + petal * (float)((i == 2) - (i == 0)), petal + grow);
        raster_box(raster, x - petal, y - petal, 2 * petal, 2 * petal, 0);
    }
}

size_t plate_outline(enum counter_side side, float x, float y, float unit, float grow,
                     struct raster_point points[64]) {
    float w, h, petal = 37 * unit;
    plate_half(side, unit, &w, &h);
    if (side == COUNTER_CONTACT) {
        size_t count = 0;
        for (int i = 0; i < 4; i++) {
            float cx = x + petal * (float)((i == 1) - (i == 3)),
                  cy = y + petal * (float)((i == 2) - (i == 0));
            for (int j = 0; j <= 12; j++) {
                float angle = 3.14159265f * (1 + .5f * (float)i + (float)j / 12);
                points[count++] = (struct raster_point){cx + (petal + grow) * cosf(angle),
                                                        cy + (petal + grow) * sinf(angle)};
            }
        }
        return count;
    }
    if (side == COUNTER_IRREGULARS) {
        float d = w + grow * 1.3f;
        points[0] = (struct raster_point){x, y - d};
        points[1] = (struct raster_point){x + d, y};
        points[2] = (struct raster_point){x, y + d};
        points[3] = (struct raster_point){x - d, y};
    } else {
        points[0] = (struct raster_point){x - w - grow, y - h - grow};
        points[1] = (struct raster_point){x + w + grow, y - h - grow};
        points[2] = (struct raster_point){x + w + grow, y + h + grow};
        points[3] = (struct raster_point){x - w - grow, y + h + grow};
    }
    return 4;
}

static float between(float near_map, float near_by, float part) {
    return near_map + (near_by - near_map) * part;
}

struct plate_measure plate_measure_of(const struct draw *draw, enum counter_side side, float unit) {
    float s = draw->scale, part = (unit / s - .172f) / (.44f - .172f);
    part = part < 0 ? 0 : part > 1 ? 1 : part;
    struct plate_measure m = {.unit = unit, .part = part, .scale = s};
    if (side == COUNTER_IRREGULARS) /* diamonds look smaller than they are */
        m.unit *= between(1.10f, 1, part);
    plate_half(side, m.unit, &m.half_w, &m.half_h);
    m.grow = between(1.6f, 3, part) * s;
    m.pip = between(3.4f, 8, part) * s;
    m.pip_step = between(4.6f, 11, part) * s;
    m.badge = between(5.6f, 11, part) * s;
    m.tag = between(10, 13, part) * s;
    m.facing = between(5.2f, 9, part) * s;
    return m;
}
