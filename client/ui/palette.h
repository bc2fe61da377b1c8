/* Colours of the desk, of documents and of the sides, as 0xRRGGBBAA. */
#ifndef IBAR_UI_PALETTE_H
#define IBAR_UI_PALETTE_H

#define UI_DESK      0x20262BFFu
#define UI_DESK_DEEP 0x11161AFFu
#define UI_RAISED    0x2A3238FFu
#define UI_BUTTON    0x37424AFFu
#define UI_LINE      0x46525BFFu
#define UI_TEXT      0xEDE6D6FFu
#define UI_DIM       0xB3B7B2FFu
#define UI_OFF       0x98A09FFFu
#define UI_BRASS     0xD9B25FFFu
#define UI_SELECTED  0xFFD873FFu
#define UI_AMBER     0xF0A73AFFu
#define UI_AMBER_DIM 0x3A2F1CFFu
#define UI_IVORY     0xF4EDDBFFu
#define UI_IVORY_DIM 0xE7DDC5FFu
#define UI_PAPER     0xFFFDF6FFu
#define UI_RULE      0xCDBF9FFFu
#define UI_INK       0x241F1AFFu
#define UI_INK_DIM   0x5C5145FFu
#define UI_BLACK     0x14110EFFu
#define UI_GOOD      0x1F5F4EFFu
#define UI_BAD       0x7A2F28FFu
#define UI_BAR       0x9FB3B8FFu

#define UI_POLICE     0x1E4E8AFFu
#define UI_KFOR       0x5BB8C9FFu
#define UI_IRREGULARS 0xB4411FFFu
#define UI_CONTACT    0xF4ECD8FFu

/* The same colour with another opacity, 0-255. */
static inline unsigned ui_fade(unsigned colour, unsigned alpha) {
    return (colour & 0xffffff00u) | (alpha & 0xffu);
}

#endif
