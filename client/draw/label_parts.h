/* What the parts of labels share. Private to draw. */
#ifndef IBAR_DRAW_LABEL_PARTS_H
#define IBAR_DRAW_LABEL_PARTS_H

#include "labels.h"

enum label_kind {
    LABEL_SITE,
    LABEL_TOWN,
    LABEL_FIXED,
    LABEL_LARGE,
    LABEL_VILLAGE,
    LABEL_HAMLET,
    LABEL_OTHER,
    LABEL_PEAK,
    LABEL_WATER,
    LABEL_BOUNDARY,
    LABEL_SHIELD,
    LABEL_KINDS
};

/* Faces and sizes (pixels at scale 1) of both lines, and the least detail at which the kind shows. */
struct label_look {
    enum font_face face, face2;
    float px, px2;
    float detail;
};
extern const struct label_look label_looks[LABEL_KINDS];

struct label {
    enum label_kind kind;
    int order; /* among its kind: lower first */
    char name[MAP_NAME_MAX], name2[MAP_NAME_MAX];
    uint16_t col, row;      /* of the whole map */
    size_t anchor, anchors; /* into the layer's points; one for a place, many along a line */
    /* placed */
    bool placed;
    double x_m, y_m;   /* world it is tied to */
    SDL_FRect box;     /* at the placing */
    SDL_FPoint offset; /* of the box from where (x_m, y_m) was */
    enum text_align align;
    float degrees;
    SDL_Texture *shield; /* NULL: not yet made */
};

struct label_layer {
    struct draw *draw;
    uint16_t col0, row0, cols, rows;
    struct label *label;
    size_t count, room;
    struct label_point {
        float x, y;
    } * point;
    size_t points, point_room;
    float grow;           /* of type at the placing's zoom */
    SDL_Texture *peak[2]; /* the triangle, by day and by night */
};

/* The style of a label's first or second line at the zoom of the last placing. */
struct text_style label_style(const struct label_layer *labels, const struct label *label, bool second);
/* Width and height of both lines, pixels. */
void label_measure(struct label_layer *labels, const struct label *label, float *w, float *h);

#endif
