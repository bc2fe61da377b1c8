/* The palette: every colour of the picture has its name here, and nowhere else a number.
 *
 * Sides differ by shape always, by colour besides: the least distances for the three kinds of colour
 * blindness were measured with these values. Text on its ground has a contrast of at least 4.5 to 1. */
#ifndef IBAR_DRAW_PALETTE_H
#define IBAR_DRAW_PALETTE_H

#include <SDL.h>
#include <stdint.h>

/* 0xRRGGBB */
enum palette {
    /* map */
    PALETTE_PAPER = 0xEFE7D2,
    PALETTE_PAPER_OUT = 0xDDD3BC, /* 60 % over what is out of play */
    PALETTE_PAPER_FAR = 0xE4DAC6, /* 34 % over the far side of the boundary */
    PALETTE_FOREST = 0x93AB7B,
    PALETTE_FOREST_RIM = 0x5E7C52,
    PALETTE_CANOPY = 0x6F8F5E,
    PALETTE_CANOPY_LIGHT = 0xA9C08E,
    PALETTE_SCRUB = 0xB9BE8E,
    PALETTE_STEEP = 0x8A7A66,
    PALETTE_VILLAGE = 0xE3BC93,
    PALETTE_HOUSE = 0x5B3B31,
    PALETTE_ROOF = 0xA4573F,
    PALETTE_ROOF_LIGHT = 0xBE7355,
    PALETTE_ROOF_EDGE = 0x4A2A20,
    PALETTE_SITE = 0x7A2F28,
    PALETTE_SITE_YARD = 0xE9D6B4,
    PALETTE_WATER = 0x7FB0C6,
    PALETTE_BANK = 0x3C7592,
    PALETTE_SHORE = 0xB9D6DF,
    PALETTE_BOUNDARY = 0x6A3B66,
    PALETTE_ROAD_MAIN = 0xCF6A22,
    PALETTE_ROAD_REGIONAL = 0xFBE6A2,
    PALETTE_ROAD_MINOR = 0xFFFBEF,
    PALETTE_ROAD_CASING = 0x54412E,
    PALETTE_TRACK = 0x6B5138,
    PALETTE_RAIL = 0x2E2B29,
    PALETTE_GRID = 0x3A3024,
    PALETTE_SHADE = 0x55617E,
    PALETTE_LIGHT = 0xFFF3D0,
    PALETTE_CONTOUR = 0x9A7450,
    /* map, by night */
    PALETTE_NIGHT_ROAD_MAIN = 0xC98A45,
    PALETTE_NIGHT_ROAD_REGIONAL = 0xC9B27A,
    PALETTE_NIGHT_BOUNDARY = 0xD9A9D4,
    PALETTE_NIGHT_FRAME = 0x8FA0B8,
    PALETTE_NIGHT_MARGIN = 0x1B232C,
    PALETTE_NIGHT_MARGIN_LINE = 0x3A4652,
    /* names on the map */
    PALETTE_HALO = 0xF6F0DF,
    PALETTE_NAME = 0x241F1A,
    PALETTE_NAME_2 = 0x54483A,
    PALETTE_NAME_SITE = 0x6E241B,
    PALETTE_NAME_WATER = 0x1F4A63,
    PALETTE_NAME_BOUNDARY = 0x54305A,
    PALETTE_NIGHT_HALO = 0x0E1620,
    PALETTE_NIGHT_NAME = 0xF2EBDA,
    PALETTE_NIGHT_NAME_2 = 0xC9C6BC,
    PALETTE_NIGHT_NAME_SITE = 0xF0B9A0,
    PALETTE_NIGHT_NAME_WATER = 0xA9CFE2,
    PALETTE_NIGHT_NAME_BOUNDARY = 0xE3BDE0,
    /* sides: plate and ink */
    PALETTE_POLICE = 0x1E4E8A,
    PALETTE_POLICE_INK = 0xF6EFDD,
    PALETTE_KFOR = 0x5BB8C9,
    PALETTE_KFOR_INK = 0x14212B,
    PALETTE_IRREGULARS = 0xB4411F,
    PALETTE_IRREGULARS_INK = 0xFFF3E4,
    PALETTE_GHOST_INK = 0x8A3216,
    PALETTE_CONTACT = 0xF4ECD8,
    PALETTE_CONTACT_INK = 0x2A2622,
    PALETTE_CROWD = 0xE8D9A8,
    PALETTE_OUTLINE = 0x14110E,
    PALETTE_SUPPRESSION = 0xF2B134,
    PALETTE_LOST = 0x8B857A, /* rim of a lost step */
    /* desk, documents, accents */
    PALETTE_DESK = 0x20262B,
    PALETTE_RAISED = 0x2A3238,
    PALETTE_BUTTON = 0x37424A,
    PALETTE_LINE = 0x46525B,
    PALETTE_EDGE = 0x11161A,
    PALETTE_TEXT = 0xEDE6D6,
    PALETTE_DIM = 0xB3B7B2,
    PALETTE_OFF = 0x98A09F,
    PALETTE_BRASS = 0xD9B25F,
    PALETTE_SELECTED = 0xFFD873,
    PALETTE_AMBER = 0xF0A73A,
    PALETTE_IVORY = 0xF4EDDB,
    PALETTE_IVORY_LINE = 0xCDBF9F,
    PALETTE_INK = 0x241F1A,
    PALETTE_INK_2 = 0x5C5145,
    PALETTE_SIGHT_LINE = 0xFFF6DC,
    PALETTE_DIE = 0xFBF6E8
};

/* A colour of the palette with an opacity of 0-255. */
static inline SDL_Color palette_color(uint32_t rgb, int alpha) {
    return (SDL_Color){(Uint8)(rgb >> 16), (Uint8)(rgb >> 8), (Uint8)rgb, (Uint8)alpha};
}
/* The same with an opacity of 0-1. */
static inline SDL_Color palette_fade(uint32_t rgb, float alpha) {
    return palette_color(rgb, (int)(alpha * 255.0f + 0.5f));
}

#endif
