/* Widgets and panel drawing: the one door to Dear ImGui (ui.cpp), in C.
 *
 * All lengths are in points: pixels at scale 1. Positions are absolute in the window; text is placed by its
 * baseline. Everything between ui_begin and ui_end is drawn above what was drawn to the renderer before, in the
 * order of the calls. There is one ui in a program. */
#ifndef IBAR_UI_UI_H
#define IBAR_UI_UI_H

#include "colours.h"

#include <SDL.h>
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Faces, in the order of draw's enum font_face. */
enum ui_face {
    UI_FACE_SERIF, UI_FACE_SERIF_BOLD, UI_FACE_SERIF_ITALIC, UI_FACE_SERIF_BOLD_ITALIC, UI_FACE_SANS, UI_FACE_SANS_BOLD,
    UI_FACE_NARROW, UI_FACE_NARROW_BOLD
};

/* UI_FONT(name, face, size in points, all: 1 with Cyrillic). */
#define UI_FONTS(UI_FONT)                                                                                      \
    UI_FONT(SANS, SANS, 13, 1)                                                                         \
    UI_FONT(SANS_BOLD, SANS_BOLD, 13, 1)                                                                    \
    UI_FONT(NARROW, NARROW, 12.5, 1)                                                                     \
    UI_FONT(NARROW_BOLD, NARROW_BOLD, 12.5, 1)                                                                \
    UI_FONT(KEY, NARROW_BOLD, 11.5, 0)                                                                        \
    UI_FONT(CREDIT, NARROW, 11, 0)                                                                       \
    UI_FONT(SANS_LARGE, SANS, 15, 1)                                                                   \
    UI_FONT(SANS_BOLD_LARGE, SANS_BOLD, 15, 1)                                                              \
    UI_FONT(CLOCK, SANS_BOLD, 22, 0)                                                                        \
    UI_FONT(SERIF_SMALL_BOLD, SERIF_BOLD, 13, 1)                                                             \
    UI_FONT(SERIF_BOLD, SERIF_BOLD, 16, 1)                                                                   \
    UI_FONT(SERIF, SERIF, 17, 1)                                                                        \
    UI_FONT(SERIF_ITALIC, SERIF_ITALIC, 18, 1)                                                                 \
    UI_FONT(SERIF_TITLE, SERIF_BOLD, 27, 1)                                                                  \
    UI_FONT(SERIF_HUGE, SERIF_BOLD, 40, 1)                                                                   \
    UI_FONT(SERIF_NAME, SERIF_BOLD, 58, 0)

enum ui_font {
#define UI_FONT(name, face, size, all) UI_##name,
    UI_FONTS(UI_FONT)
#undef UI_FONT
    UI_FONT_COUNT
};

enum ui_align { UI_LEFT, UI_CENTRE, UI_RIGHT };

struct ui_rect {
    float x, y, w, h;
};
static inline struct ui_rect ui_rect(float x, float y, float w, float h) {
    struct ui_rect rect = {x, y, w, h};
    return rect;
}

/* Opens the file of a face; NULL with a sentence in `why`. */
typedef SDL_RWops *ui_font_opener(int face, char *why, size_t size);
/* False with a sentence in `why`; call ui_close all the same. */
bool ui_open(SDL_Window *window, SDL_Renderer *renderer, ui_font_opener *fonts, float scale, char *why, size_t size);
void ui_close(void);
/* Another scale (pixels of the renderer's output per point), 0.75-4: makes the typefaces anew. */
bool ui_set_scale(float scale, char *why, size_t size);
float ui_scale(void);

/* Feeds an event of SDL. Mouse positions are in window units. */
void ui_event(const SDL_Event *event);
void ui_begin(void);
/* Draws everything to the renderer. */
void ui_end(void);
/* Size of the window in points. */
float ui_width(void);
float ui_height(void);
/* The mouse in points. */
void ui_mouse(float *x, float *y);
/* Pixels of the renderer's output for one unit of the window, in which SDL tells mouse positions. */
float ui_pixel_ratio(void);
/* True when the mouse is over a panel, or a panel's widget is being used. */
bool ui_has_mouse(void);
/* True while a text field takes what is typed. */
bool ui_has_keyboard(void);
/* Arrow keys, Tab and Enter walk through the buttons of the screen (menus). */
void ui_set_navigation(bool on);

/* A panel: takes the mouse in its area. Panels do not nest; later ones lie above earlier ones. */
void ui_panel_begin(const char *id, struct ui_rect area);
void ui_panel_end(void);
/* The same without taking the mouse; ends with ui_panel_end. */
void ui_layer_begin(const char *id, struct ui_rect area);
/* A part of a panel that scrolls. Returns by how many points its content is moved up: subtract it from every y. */
float ui_scroll_begin(const char *id, struct ui_rect area, float content_height, bool keep_end);
void ui_scroll_end(void);
/* Within a part that scrolls: scrolls so that this area is seen. */
void ui_scroll_show(struct ui_rect area);
void ui_clip_begin(struct ui_rect area);
void ui_clip_end(void);

/* Drawing. Colours are 0xRRGGBBAA. */
void ui_fill(struct ui_rect area, unsigned colour, float rounding);
void ui_frame(struct ui_rect area, unsigned colour, float rounding, float width);
void ui_shadow(struct ui_rect area, float rounding);
void ui_line(float x1, float y1, float x2, float y2, unsigned colour, float width);
void ui_polygon(const float *xy, int points, unsigned fill, unsigned line, float width);
void ui_circle(float x, float y, float radius, unsigned fill, unsigned line, float width);
/* A texture of the renderer; the part in 0-1 from (u0, v0) to (u1, v1). */
void ui_image(SDL_Texture *texture, struct ui_rect area, float u0, float v0, float u1, float v1);
/* Calls `draw` while ui_end draws, at this place in the order: it may draw to the renderer in pixels. At most 512
 * a frame; `bytes` of `data` are copied (at most 96). */
void ui_custom(void (*draw)(SDL_Renderer *renderer, void *data), const void *data, size_t bytes);

float ui_text_width(enum ui_font font, const char *text);
/* One line by its baseline; returns its width. */
float ui_text(enum ui_font font, float x, float y, unsigned colour, enum ui_align align, const char *text);
/* The same, cut with an ellipsis at `width`. */
float ui_text_cut(enum ui_font font, float x, float y, float width, unsigned colour, const char *text);
/* Wrapped to `width`, `step` points a line, the first baseline at y; returns the number of lines. */
int ui_text_wrap(enum ui_font font, float x, float y, float width, float step, unsigned colour, const char *text);
int ui_text_lines(enum ui_font font, float width, const char *text);

/* An area that can be clicked. True when it was, by the left button or by navigation. */
bool ui_area(const char *id, struct ui_rect area);
bool ui_hovered(void); /* the last area, button, field or slider */
bool ui_focused(void); /* it has the highlight of navigation */
bool ui_held(void);
void ui_tip(const char *text); /* a note at the mouse, drawn above all, when the last widget is hovered */

enum ui_button_style {
    UI_BUTTON_PLAIN,
    UI_BUTTON_ON,      /* brass rim: chosen */
    UI_BUTTON_PRIMARY, /* brass */
    UI_BUTTON_OFF,     /* does nothing; the tip says why */
    UI_BUTTON_PAPER,   /* on ivory */
    UI_BUTTON_PAPER_OFF,
    UI_BUTTON_INK,     /* dark, on ivory */
    UI_BUTTON_SEGMENT, /* one of a row */
    UI_BUTTON_SEGMENT_ON,
    UI_BUTTON_TOGGLE,  /* of the margin */
    UI_BUTTON_TOGGLE_ON
};
/* `key`: letter shown at the right, NULL none; `tip`: NULL none. */
bool ui_button(const char *id, struct ui_rect area, const char *label, const char *key,
               enum ui_button_style style, const char *tip);
/* The cap of a key. Returns its width. */
float ui_key(float x, float y, const char *text, bool on_paper);
/* A line of text to be typed. True when Enter was pressed in it. `hint` shows while it is empty. */
bool ui_field(const char *id, struct ui_rect area, char *text, size_t size, const char *hint, bool secret);
void ui_field_focus(void); /* the next field takes the keyboard */
/* True when it was moved. Values 0 .. most. */
bool ui_slider(const char *id, struct ui_rect area, float *value, float most);

#ifdef __cplusplus
}
#endif

#endif
