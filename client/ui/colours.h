/* Colours of panels and documents by what they are for, as 0xRRGGBBAA. The numbers are the palette's. */
#ifndef IBAR_UI_COLOURS_H
#define IBAR_UI_COLOURS_H

#include "draw/palette.h"

#define UI_OPAQUE(rgb) (((unsigned)(rgb) << 8) | 0xffu)

#define UI_DESK      UI_OPAQUE(PALETTE_DESK)
#define UI_DESK_DEEP UI_OPAQUE(PALETTE_EDGE)
#define UI_RAISED    UI_OPAQUE(PALETTE_RAISED)
#define UI_BUTTON    UI_OPAQUE(PALETTE_BUTTON)
#define UI_LINE      UI_OPAQUE(PALETTE_LINE)
#define UI_TEXT      UI_OPAQUE(PALETTE_TEXT)
#define UI_DIM       UI_OPAQUE(PALETTE_DIM)
#define UI_OFF       UI_OPAQUE(PALETTE_OFF)
#define UI_BRASS     UI_OPAQUE(PALETTE_BRASS)
#define UI_SELECTED  UI_OPAQUE(PALETTE_SELECTED)
#define UI_AMBER     UI_OPAQUE(PALETTE_AMBER)
#define UI_IVORY     UI_OPAQUE(PALETTE_IVORY)
#define UI_RULE      UI_OPAQUE(PALETTE_IVORY_LINE)
#define UI_INK       UI_OPAQUE(PALETTE_INK)
#define UI_INK_DIM   UI_OPAQUE(PALETTE_INK_2)
#define UI_BLACK     UI_OPAQUE(PALETTE_OUTLINE)
#define UI_POLICE     UI_OPAQUE(PALETTE_POLICE)
#define UI_KFOR       UI_OPAQUE(PALETTE_KFOR)
#define UI_IRREGULARS UI_OPAQUE(PALETTE_IRREGULARS)
#define UI_CONTACT    UI_OPAQUE(PALETTE_CONTACT)

/* Shades of panels that the map does not use. */
#define UI_AMBER_DIM 0x3A2F1CFFu /* ground of a warning */
#define UI_OFF_LINE  0x333D44FFu /* rim of what is off */
#define UI_OFF_KEY   0x8A9291FFu
#define UI_IVORY_DIM 0xE7DDC5FFu /* ivory pressed */
#define UI_PAPER     0xFFFDF6FFu /* fields on ivory */
#define UI_PAPER_ON  0xFBF0D2FFu /* one's own row on ivory */
#define UI_PAPER_RIM 0x8D7F63FFu
#define UI_HINT      0x6B5F4EFFu
#define UI_GOOD      0x1F5F4EFFu
#define UI_BAD       0x7A2F28FFu
#define UI_BAR       0x9FB3B8FFu /* a track that is far from its gates */
#define UI_BAR_DIM   0x8D979AFFu
#define UI_TOGGLE_ON 0x3A3430FFu

/* The same colour with another opacity, 0-255. */
static inline unsigned ui_fade(unsigned colour, unsigned alpha) {
    return (colour & 0xffffff00u) | (alpha & 0xffu);
}

#endif
