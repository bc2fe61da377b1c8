// Dear ImGui behind ui.h. Panels are undecorated windows; what looks like something is drawn here.
#include "ui.h"

#include "imgui.h"
#include "imgui_internal.h"
#include "backends/imgui_impl_sdl.h"
#include "backends/imgui_impl_sdlrenderer.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

namespace {

constexpr int CUSTOM_MAX = 512, CUSTOM_BYTES = 96, PANEL_MAX = 32;

struct custom {
    void (*draw)(SDL_Renderer *renderer, void *data);
    alignas(16) unsigned char bytes[CUSTOM_BYTES];
};

struct ui_state {
    SDL_Window *window;
    SDL_Renderer *renderer;
    ui_font_opener *open_font;
    float scale, ratio; // pixels a point; pixels of output a unit of the window
    ImFont *font[UI_FONT_COUNT];
    float mouse_x, mouse_y; // pixels
    bool mouse_in, held[3], pressed[3];
    custom customs[CUSTOM_MAX];
    int custom_count;
    struct ui_rect panel[PANEL_MAX]; // of this frame; between frames, of the last
    int panels;
    char tip[320];
    bool focus_next;
} ui;

// A typeface's em as a part of its height from ascent to descent, which is what the atlas is sized by.
struct face {
    int face;
    float size;
    bool all;
    float height;
};
const face FACES[UI_FONT_COUNT] = {
#define UI_FONT(name, face, size, all)                                                                       \
    {UI_FACE_##face, size, all != 0, UI_FACE_##face < UI_FACE_SANS ? 1.325f : 1.294f},
    UI_FONTS(UI_FONT)
#undef UI_FONT
};
const ImWchar RANGE_LATIN[] = {0x20, 0x17f, 0x2010, 0x203a, 0x2212, 0x2212, 0x2264, 0x2265, 0};
const ImWchar RANGE_ALL[] = {0x20, 0x17f, 0x400, 0x45f, 0x2010, 0x203a, 0x2212, 0x2212, 0x2264, 0x2265, 0};

ImU32 colour_of(unsigned c) {
    return IM_COL32(c >> 24, (c >> 16) & 255, (c >> 8) & 255, c & 255);
}
ImVec4 vec_of(unsigned c) {
    return ImGui::ColorConvertU32ToFloat4(colour_of(c));
}
ImVec2 at(float x, float y) {
    return ImVec2(x * ui.scale, y * ui.scale);
}
ImDrawList *list() {
    return ImGui::GetWindowDrawList();
}

bool load_fonts(char *why, size_t size) {
    ImGuiIO &io = ImGui::GetIO();
    io.Fonts->Clear();
    io.Fonts->TexDesiredWidth = 2048;
    for (int i = 0; i < UI_FONT_COUNT; i++) {
        SDL_RWops *file = ui.open_font(FACES[i].face, why, size);
        size_t bytes = 0;
        void *data = file ? SDL_LoadFile_RW(file, &bytes, 1) : NULL;
        if (!data)
            return false;
        void *kept = IM_ALLOC(bytes); // the atlas frees it
        memcpy(kept, data, bytes);
        SDL_free(data);
        ImFontConfig config;
        config.OversampleH = 2;
        config.OversampleV = 1;
        config.GlyphRanges = FACES[i].all ? RANGE_ALL : RANGE_LATIN;
        ui.font[i] = io.Fonts->AddFontFromMemoryTTF(
            kept, (int)bytes, roundf(FACES[i].size * FACES[i].height * ui.scale), &config);
    }
    if (!io.Fonts->Build()) {
        snprintf(why, size, "The typefaces cannot be drawn: install the package fonts-paratype.");
        return false;
    }
    return true;
}

void set_theme() {
    ImGuiStyle style;
    style.WindowRounding = 0;
    style.ChildRounding = style.FrameRounding = style.PopupRounding = 4;
    style.WindowPadding = ImVec2(0, 0);
    style.WindowBorderSize = style.ChildBorderSize = 0;
    style.WindowMinSize = ImVec2(1, 1);
    style.FrameBorderSize = 1;
    style.FramePadding = ImVec2(9, 5);
    style.ItemSpacing = ImVec2(6, 6);
    style.ScrollbarSize = 10;
    style.ScaleAllSizes(ui.scale);
    for (int i = 0; i < ImGuiCol_COUNT; i++)
        style.Colors[i] = vec_of(UI_BUTTON);
    style.Colors[ImGuiCol_Text] = vec_of(UI_TEXT);
    style.Colors[ImGuiCol_TextDisabled] = vec_of(UI_OFF);
    style.Colors[ImGuiCol_WindowBg] = vec_of(UI_DESK);
    style.Colors[ImGuiCol_Border] = vec_of(UI_LINE);
    style.Colors[ImGuiCol_BorderShadow] = vec_of(0);
    style.Colors[ImGuiCol_ScrollbarBg] = vec_of(0);
    style.Colors[ImGuiCol_ScrollbarGrab] = vec_of(UI_LINE);
    style.Colors[ImGuiCol_ScrollbarGrabHovered] = style.Colors[ImGuiCol_ScrollbarGrabActive] =
        vec_of(UI_BRASS);
    style.Colors[ImGuiCol_NavHighlight] = vec_of(UI_BRASS);
    style.Colors[ImGuiCol_TextSelectedBg] = vec_of(ui_fade(UI_BRASS, 140));
    ImGui::GetStyle() = style;
}

void run_custom(const ImDrawList *, const ImDrawCmd *command) {
    custom *c = (custom *)command->UserCallbackData;
    const ImVec4 &clip = command->ClipRect;
    SDL_Rect rect = {(int)clip.x, (int)clip.y, (int)(clip.z - clip.x), (int)(clip.w - clip.y)};
    SDL_RenderSetClipRect(ui.renderer, &rect);
    c->draw(ui.renderer, c->bytes);
    SDL_RenderSetViewport(ui.renderer, NULL);
}

void draw_tip() {
    if (!ui.tip[0])
        return;
    const ImFont *font = ui.font[UI_SANS];
    const float wide = 260 * ui.scale, pad = 9 * ui.scale;
    const ImVec2 text = font->CalcTextSizeA(font->FontSize, FLT_MAX, wide, ui.tip);
    const ImVec2 size(text.x + 2 * pad, text.y + 2 * pad), window = ImGui::GetIO().DisplaySize;
    ImVec2 pos(ui.mouse_x + 14 * ui.scale, ui.mouse_y + 18 * ui.scale);
    if (pos.x + size.x > window.x - 4)
        pos.x = window.x - 4 - size.x;
    if (pos.y + size.y > window.y - 4)
        pos.y = ui.mouse_y - size.y - 6 * ui.scale;
    const ImVec2 end(pos.x + size.x, pos.y + size.y);
    ImDrawList *top = ImGui::GetForegroundDrawList();
    top->AddRectFilled(ImVec2(pos.x + 2, pos.y + 3), ImVec2(end.x + 2, end.y + 3), IM_COL32(0, 0, 0, 90),
                       4 * ui.scale);
    top->AddRectFilled(pos, end, colour_of(UI_IVORY), 4 * ui.scale);
    top->AddRect(pos, end, colour_of(UI_RULE), 4 * ui.scale);
    top->AddText(font, font->FontSize, ImVec2(pos.x + pad, pos.y + pad), colour_of(UI_INK), ui.tip, NULL,
                 wide);
    ui.tip[0] = 0;
}

} // namespace

bool ui_open(SDL_Window *window, SDL_Renderer *renderer, ui_font_opener *fonts, float scale, char *why,
             size_t size) {
    memset(&ui, 0, sizeof ui);
    ui.window = window;
    ui.renderer = renderer;
    ui.scale = scale;
    ui.open_font = fonts;
    ImGui::CreateContext();
    ImGuiIO &io = ImGui::GetIO();
    io.IniFilename = NULL;
    io.LogFilename = NULL;
    io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
    ImGui_ImplSDL2_InitForSDLRenderer(window);
    ImGui_ImplSDLRenderer_Init(renderer);
    set_theme();
    return load_fonts(why, size);
}

void ui_close(void) {
    ImGui_ImplSDLRenderer_Shutdown();
    ImGui_ImplSDL2_Shutdown();
    ImGui::DestroyContext();
}

bool ui_set_scale(float scale, char *why, size_t size) {
    scale = scale < 0.75f ? 0.75f : scale > 4 ? 4 : scale;
    if (fabsf(scale - ui.scale) < 0.01f)
        return true;
    ui.scale = scale;
    ImGui_ImplSDLRenderer_DestroyDeviceObjects();
    set_theme();
    return load_fonts(why, size);
}

float ui_scale(void) {
    return ui.scale;
}

static void ratio_update(void) {
    int window_w = 1, output_w = 1, ignored;
    SDL_GetWindowSize(ui.window, &window_w, &ignored);
    SDL_GetRendererOutputSize(ui.renderer, &output_w, &ignored);
    ui.ratio = window_w > 0 ? (float)output_w / (float)window_w : 1;
}

void ui_event(const SDL_Event *event) {
    ratio_update();
    if (event->type == SDL_MOUSEMOTION) {
        ui.mouse_x = (float)event->motion.x * ui.ratio;
        ui.mouse_y = (float)event->motion.y * ui.ratio;
        ui.mouse_in = true;
    } else if (event->type == SDL_MOUSEBUTTONDOWN || event->type == SDL_MOUSEBUTTONUP) {
        const int b = event->button.button == SDL_BUTTON_LEFT    ? 0
                      : event->button.button == SDL_BUTTON_RIGHT ? 1
                                                                 : 2;
        ui.mouse_x = (float)event->button.x * ui.ratio;
        ui.mouse_y = (float)event->button.y * ui.ratio;
        ui.mouse_in = true;
        ui.held[b] = event->type == SDL_MOUSEBUTTONDOWN;
        ui.pressed[b] |= ui.held[b];
    } else if (event->type == SDL_WINDOWEVENT && event->window.event == SDL_WINDOWEVENT_LEAVE) {
        ui.mouse_in = false;
    }
    ImGui_ImplSDL2_ProcessEvent(event);
}

void ui_begin(void) {
    ratio_update();
    ImGui_ImplSDLRenderer_NewFrame();
    ImGui_ImplSDL2_NewFrame();
    ImGuiIO &io = ImGui::GetIO();
    int w, h;
    SDL_GetRendererOutputSize(ui.renderer, &w, &h);
    io.DisplaySize = ImVec2((float)w, (float)h);
    io.DisplayFramebufferScale = ImVec2(1, 1);
    io.MousePos = ui.mouse_in || ui.held[0] ? ImVec2(ui.mouse_x, ui.mouse_y) : ImVec2(-FLT_MAX, -FLT_MAX);
    for (int b = 0; b < 3; b++) {
        io.MouseDown[b] = ui.held[b] || ui.pressed[b];
        ui.pressed[b] = false;
    }
    ui.custom_count = 0;
    ui.panels = 0;
    ImGui::NewFrame();
}

void ui_end(void) {
    draw_tip();
    ImGui::Render();
    ImGui_ImplSDLRenderer_RenderDrawData(ImGui::GetDrawData());
}

float ui_width(void) {
    int w = 0, h = 0;
    SDL_GetRendererOutputSize(ui.renderer, &w, &h);
    return (float)w / ui.scale;
}
float ui_height(void) {
    int w = 0, h = 0;
    SDL_GetRendererOutputSize(ui.renderer, &w, &h);
    return (float)h / ui.scale;
}

void ui_mouse(float *x, float *y) {
    *x = ui.mouse_x / ui.scale;
    *y = ui.mouse_y / ui.scale;
}

float ui_pixel_ratio(void) {
    ratio_update();
    return ui.ratio;
}

bool ui_has_mouse(void) {
    const float x = ui.mouse_x / ui.scale, y = ui.mouse_y / ui.scale;
    for (int i = 0; i < ui.panels; i++) {
        const struct ui_rect &r = ui.panel[i];
        if (x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h)
            return true;
    }
    return ImGui::IsAnyItemActive();
}

bool ui_has_keyboard(void) {
    return ImGui::GetIO().WantTextInput;
}

void ui_set_navigation(bool on) {
    ImGuiIO &io = ImGui::GetIO();
    if (on)
        io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    else
        io.ConfigFlags &= ~ImGuiConfigFlags_NavEnableKeyboard;
}

static void window_begin(const char *id, const struct ui_rect &area, ImGuiWindowFlags more) {
    const ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                   ImGuiWindowFlags_NoBringToFrontOnFocus |
                                   ImGuiWindowFlags_NoScrollWithMouse;
    ImGui::SetNextWindowPos(at(area.x, area.y));
    ImGui::SetNextWindowSize(at(area.w, area.h));
    ImGui::Begin(id, NULL, flags | more);
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
}
void ui_panel_begin(const char *id, struct ui_rect area) {
    window_begin(id, area, 0);
    if (ui.panels < PANEL_MAX)
        ui.panel[ui.panels++] = area;
}
void ui_layer_begin(const char *id, struct ui_rect area) {
    window_begin(id, area, ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoFocusOnAppearing);
}
void ui_panel_end(void) {
    ImGui::End();
}

float ui_scroll_begin(const char *id, struct ui_rect area, float content_height, bool keep_end) {
    ImGui::SetCursorScreenPos(at(area.x, area.y));
    ImGui::BeginChild(id, at(area.w, area.h), false,
                      ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNavInputs);
    const bool at_end = ImGui::GetScrollY() >= ImGui::GetScrollMaxY() - 1;
    const float y = ImGui::GetScrollY() / ui.scale;
    ImGui::Dummy(ImVec2(1, content_height * ui.scale));
    if (keep_end && at_end)
        ImGui::SetScrollHereY(1);
    return y;
}
void ui_scroll_show(struct ui_rect r) {
    ImGui::SetCursorScreenPos(at(r.x, r.y));
    const ImRect box(at(r.x, r.y), at(r.x + r.w, r.y + r.h));
    ImGui::ScrollToRect(ImGui::GetCurrentWindow(), box, ImGuiScrollFlags_KeepVisibleEdgeY);
}
void ui_scroll_end(void) {
    ImGui::EndChild();
}

void ui_clip_begin(struct ui_rect area) {
    list()->PushClipRect(at(area.x, area.y), at(area.x + area.w, area.y + area.h), true);
}
void ui_clip_end(void) {
    list()->PopClipRect();
}

void ui_fill(struct ui_rect r, unsigned colour, float rounding) {
    list()->AddRectFilled(at(r.x, r.y), at(r.x + r.w, r.y + r.h), colour_of(colour), rounding * ui.scale);
}
void ui_frame(struct ui_rect r, unsigned colour, float rounding, float width) {
    list()->AddRect(at(r.x, r.y), at(r.x + r.w, r.y + r.h), colour_of(colour), rounding * ui.scale, 0,
                    width * ui.scale);
}
void ui_shadow(struct ui_rect r, float rounding) {
    for (int i = 6; i > 0; i--) {
        const float g = (float)i;
        ui_fill(ui_rect(r.x - g, r.y - g + 2, r.w + 2 * g, r.h + 2 * g), ui_fade(0, 20), rounding + g);
    }
}
void ui_line(float x1, float y1, float x2, float y2, unsigned colour, float width) {
    list()->AddLine(at(x1, y1), at(x2, y2), colour_of(colour), width * ui.scale);
}
void ui_polygon(const float *xy, int points, unsigned fill, unsigned line, float width) {
    ImVec2 v[64];
    points = points > 64 ? 64 : points;
    for (int i = 0; i < points; i++)
        v[i] = at(xy[2 * i], xy[2 * i + 1]);
    if (fill & 255)
        list()->AddConvexPolyFilled(v, points, colour_of(fill));
    if (line & 255)
        list()->AddPolyline(v, points, colour_of(line), ImDrawFlags_Closed, width * ui.scale);
}
void ui_circle(float x, float y, float radius, unsigned fill, unsigned line, float width) {
    if (fill & 255)
        list()->AddCircleFilled(at(x, y), radius * ui.scale, colour_of(fill));
    if (line & 255)
        list()->AddCircle(at(x, y), radius * ui.scale, colour_of(line), 0, width * ui.scale);
}
void ui_image(SDL_Texture *texture, struct ui_rect r, float u0, float v0, float u1, float v1) {
    list()->AddImage((ImTextureID)texture, at(r.x, r.y), at(r.x + r.w, r.y + r.h), ImVec2(u0, v0),
                     ImVec2(u1, v1));
}
void ui_custom(void (*draw)(SDL_Renderer *renderer, void *data), const void *data, size_t bytes) {
    if (ui.custom_count >= CUSTOM_MAX || bytes > CUSTOM_BYTES)
        return;
    custom *c = &ui.customs[ui.custom_count++];
    c->draw = draw;
    memcpy(c->bytes, data, bytes);
    list()->AddCallback(run_custom, c);
}

static float text_width_of(const ImFont *font, const char *text, const char *end) {
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text, end).x / ui.scale;
}
static void text_put(const ImFont *font, float x, float y, unsigned colour, const char *text,
                     const char *end) {
    const ImVec2 pos(roundf(x * ui.scale), roundf(y * ui.scale - font->Ascent));
    list()->AddText(font, font->FontSize, pos, colour_of(colour), text, end);
}

float ui_text_width(enum ui_font font, const char *text) {
    return text_width_of(ui.font[font], text, NULL);
}
float ui_text(enum ui_font font, float x, float y, unsigned colour, enum ui_align align, const char *text) {
    const float w = ui_text_width(font, text);
    text_put(ui.font[font],
             align == UI_CENTRE  ? x - w / 2
             : align == UI_RIGHT ? x - w
                                 : x,
             y, colour, text, NULL);
    return w;
}
float ui_text_cut(enum ui_font font, float x, float y, float width, unsigned colour, const char *text) {
    const ImFont *face = ui.font[font];
    if (text_width_of(face, text, NULL) <= width)
        return ui_text(font, x, y, colour, UI_LEFT, text);
    static const char dots[] = "\xe2\x80\xa6";
    const char *end = text;
    const float room = (width - text_width_of(face, dots, NULL)) * ui.scale;
    face->CalcTextSizeA(face->FontSize, room > 0 ? room : 0, 0, text, NULL, &end);
    while (end > text && end[-1] == ' ')
        end--;
    text_put(face, x, y, colour, text, end);
    text_put(face, x + text_width_of(face, text, end), y, colour, dots, NULL);
    return width;
}

static int text_lines(enum ui_font font, float width, const char *text,
                      void (*put)(void *, int, const char *, const char *), void *ctx) {
    const ImFont *face = ui.font[font];
    const char *end = text + strlen(text);
    int lines = 0;
    while (text < end) {
        const char *stop = face->CalcWordWrapPositionA(1, text, end, width * ui.scale);
        if (stop == text)
            stop++;
        const char *newline = (const char *)memchr(text, '\n', (size_t)(stop - text));
        if (newline)
            stop = newline;
        if (put)
            put(ctx, lines, text, stop);
        lines++;
        text = stop;
        while (text < end && *text == ' ')
            text++;
        if (text < end && *text == '\n')
            text++;
    }
    return lines;
}
int ui_text_lines(enum ui_font font, float width, const char *text) {
    return text_lines(font, width, text, NULL, NULL);
}
int ui_text_wrap(enum ui_font font, float x, float y, float width, float step, unsigned colour,
                 const char *text) {
    struct place {
        const ImFont *face;
        float x, y, step;
        unsigned colour;
    } place = {ui.font[font], x, y, step, colour};
    return text_lines(
        font, width, text,
        [](void *ctx, int line, const char *from, const char *to) {
            const struct place *p = (const struct place *)ctx;
            text_put(p->face, p->x, p->y + p->step * (float)line, p->colour, from, to);
        },
        &place);
}

bool ui_area(const char *id, struct ui_rect r) {
    ImGui::SetCursorScreenPos(at(r.x, r.y));
    return ImGui::InvisibleButton(id, ImVec2(ImMax(1.0f, r.w * ui.scale), ImMax(1.0f, r.h * ui.scale)));
}
bool ui_hovered(void) {
    return ImGui::IsItemHovered();
}
bool ui_focused(void) {
    return ImGui::IsItemFocused() && !GImGui->NavDisableHighlight;
}
bool ui_held(void) {
    return ImGui::IsItemActive();
}
void ui_tip(const char *text) {
    if (text && ImGui::IsItemHovered())
        snprintf(ui.tip, sizeof ui.tip, "%s", text);
}

bool ui_slider(const char *id, struct ui_rect r, float *value, float most) {
    ui_area(id, r);
    const float mid = r.y + r.h / 2, part = most > 0 ? *value / most : 0;
    ui_fill(ui_rect(r.x, mid - 3, r.w, 6), UI_DESK_DEEP, 3);
    ui_fill(ui_rect(r.x, mid - 3, r.w * part, 6), UI_BRASS, 3);
    ui_circle(r.x + r.w * part, mid, ui_held() ? 8.0f : 7.0f, UI_SELECTED, UI_BLACK, 1.2f);
    if (!ui_held())
        return false;
    float to = (ui.mouse_x / ui.scale - r.x) / r.w * most;
    to = to < 0 ? 0 : to > most ? most : to;
    const bool moved = fabsf(to - *value) > 1e-4f;
    *value = to;
    return moved;
}

void ui_field_focus(void) {
    ui.focus_next = true;
}
bool ui_field(const char *id, struct ui_rect r, char *text, size_t size, const char *hint, bool secret) {
    const ImFont *face = ui.font[UI_SANS];
    ImGui::PushFont(ui.font[UI_SANS]);
    ImGui::PushStyleColor(ImGuiCol_FrameBg, vec_of(UI_PAPER));
    ImGui::PushStyleColor(ImGuiCol_Text, vec_of(UI_INK));
    ImGui::PushStyleColor(ImGuiCol_TextDisabled, vec_of(UI_HINT));
    ImGui::PushStyleColor(ImGuiCol_Border, vec_of(UI_PAPER_RIM));
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                        ImVec2(12 * ui.scale, (r.h * ui.scale - face->FontSize) / 2));
    ImGui::SetCursorScreenPos(at(r.x, r.y));
    ImGui::SetNextItemWidth(r.w * ui.scale);
    if (ui.focus_next)
        ImGui::SetKeyboardFocusHere();
    ui.focus_next = false;
    const ImGuiInputTextFlags flags =
        ImGuiInputTextFlags_EnterReturnsTrue | (secret ? ImGuiInputTextFlags_Password : 0);
    char label[80]; // ImGui would write the name beside the field
    snprintf(label, sizeof label, "##%s", id);
    const bool entered = ImGui::InputTextWithHint(label, hint, text, size, flags);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor(4);
    ImGui::PopFont();
    return entered;
}
