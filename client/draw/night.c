#include "night.h"

#include <math.h>

void night_grade(uint32_t *pixels, int count) {
    for (int i = 0; i < count; i++) {
        int r = (int)(pixels[i] >> 16 & 255), g = (int)(pixels[i] >> 8 & 255), b = (int)(pixels[i] & 255);
        int grey = (30 * r + 59 * g + 11 * b) * 44 / 100; /* hundredths */
        /* In ten-thousandths of 255: x (.36 .45 .585) + (.010 .022 .042). */
        int nr = ((r * 56 + grey) * 36 + 25500) / 10000;
        int ng = ((g * 56 + grey) * 45 + 56100) / 10000;
        int nb = ((b * 56 + grey) * 585 / 10 + 107100) / 10000;
        pixels[i] = (pixels[i] & 0xff000000u) | (uint32_t)(nr > 255 ? 255 : nr) << 16 |
                    (uint32_t)(ng > 255 ? 255 : ng) << 8 | (uint32_t)(nb > 255 ? 255 : nb);
    }
}

/* Strength and colour of the light at a part of its radius: three stops, straight between. */
static void glow_at(float part, float *alpha, float *green, float *blue) {
    if (part < .4f) {
        *alpha = .34f + (.12f - .34f) * part / .4f;
        *green = .72f + (.62f - .72f) * part / .4f;
        *blue = .35f + (.25f - .35f) * part / .4f;
    } else {
        *alpha = .12f * (1 - part) / .6f;
        *green = .62f + (.50f - .62f) * (part - .4f) / .6f;
        *blue = .25f + (.20f - .25f) * (part - .4f) / .6f;
    }
}

void night_glow(uint32_t *pixels, int w, int h, int stride, float x, float y, float radius) {
    int x0 = (int)floorf(x - radius), x1 = (int)ceilf(x + radius), y0 = (int)floorf(y - radius),
        y1 = (int)ceilf(y + radius);
    x0 = x0 < 0 ? 0 : x0;
    y0 = y0 < 0 ? 0 : y0;
    x1 = x1 > w ? w : x1;
    y1 = y1 > h ? h : y1;
    for (int py = y0; py < y1; py++)
        for (int px = x0; px < x1; px++) {
            float dx = (float)px + .5f - x, dy = (float)py + .5f - y,
                  part = sqrtf(dx * dx + dy * dy) / radius;
            if (part >= 1)
                continue;
            float alpha, green, blue;
            glow_at(part, &alpha, &green, &blue);
            uint32_t *at = pixels + (intptr_t)py * stride + px;
            int r = (int)(*at >> 16 & 255) + (int)(255 * alpha),
                g = (int)(*at >> 8 & 255) + (int)(255 * alpha * green),
                b = (int)(*at & 255) + (int)(255 * alpha * blue);
            *at = (*at & 0xff000000u) | (uint32_t)(r > 255 ? 255 : r) << 16 |
                  (uint32_t)(g > 255 ? 255 : g) << 8 | (uint32_t)(b > 255 ? 255 : b);
        }
}
