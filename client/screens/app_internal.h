/* What the screens share. One file a screen or panel; app.c calls them by the table SCREENS. */
#ifndef IBAR_SCREENS_INTERNAL_H
#define IBAR_SCREENS_INTERNAL_H

#include "app.h"

#include "data/data.h"
#include "draw/counters.h"
#include "draw/key.h"
#include "draw/labels.h"
#include "draw/maplayer.h"
#include "draw/minimap.h"
#include "draw/overlay.h"
#include "draw/still.h"
#include "model/kept.h"
#include "model/lobby.h"
#include "model/playback.h"
#include "model/replay.h"
#include "model/settings.h"
#include "model/truth.h"
#include "rules/amend.h"
#include "ui/ui.h"

#define CREDIT      "© OpenStreetMap contributors (ODbL), GeoNames (CC BY), geoBoundaries"
#define PLATE_MAX   256
#define CONTACT_NO  0xffffu
#define PIN_DIGITS  4
#define FRAMES_KEPT 3 /* frames drawn after the last event: widgets settle */

/* The pictures of a scenario's ground. */
struct scenery {
    const struct scenario *scenario; /* NULL: none */
    struct map_file *file;
    struct camera camera;
    struct map_layer *layer;
    struct label_layer *labels;
    struct minimap *minimap;
    bool moving; /* the camera */
    bool ready;  /* all tiles are there and nothing moves */
    bool fading; /* between day and night */
};

/* What stands on the map: plates laid out for one view and camera. */
struct board {
    struct plate plate[PLATE_MAX];
    struct board_item {
        uint8_t kind; /* enum board_kind */
        uint16_t id;  /* unit number, handle, index of a mark */
    } item[PLATE_MAX];
    size_t count;
    uint64_t laid_for; /* fingerprint of zoom and view */
    SDL_Point corner;  /* of the ground, as plates stand now */
    bool stale;
    bool panned; /* since they were laid out, last at panned_ms */
    int64_t panned_ms;
    unsigned revision;   /* counts layouts */
    unsigned unfinished; /* counts pictures that are not to be kept */
    bool whole;          /* the last one had all its tiles */
    struct still still;
};
enum board_kind { BOARD_UNIT, BOARD_CONTACT, BOARD_MARK };

enum table_overlay { TABLE_NO_OVERLAY, TABLE_BRIEFING, TABLE_HELP, TABLE_MENU, TABLE_SEATS };

/* The table screen: what is selected, what is being given. */
struct table_screen {
    uint16_t unit;    /* selected, UNIT_NONE */
    uint16_t contact; /* looked at or aimed at, CONTACT_NO */
    hex_t hex;        /* whose stack is shown, HEX_NONE */
    hex_t hover;
    uint8_t tool; /* order kind that waits for its target, ORDER_none */
    uint8_t mode; /* of the tool: one of target_modes */
    size_t aim;   /* of the tool's targets, the one that is previewed */
    char hint[2 * MODEL_TEXT_MAX]; /* why the button under the mouse is off; made anew with each picture */
    float side_height;         /* of what the side has beside its units, as last drawn */
    bool press_on, sight, log_open, margin_shown, log_shown;
    bool compact;
    enum table_overlay overlay;
    struct order draft; /* move under the mouse */
    int draft_cost;     /* -1: there is no way */
    hex_t draft_goal;
    bool draft_drawn; /* drawn by hand with the right button */
    uint8_t draft_step[PATH_MAX_HEXES], draft_pulse[PATH_MAX_HEXES];
    bool dragging, panned, drawing;
    bool commit_asked; /* nothing is ordered, and Commit was pressed once */
    float press_x, press_y;
    int64_t clock_second; /* of the clock as it was last drawn */
};

struct playback_screen {
    struct view view;
    unsigned turn, before; /* of the report, and of the view that it begins from */
    float at;              /* events shown */
    size_t shown;
    bool playing;
    int64_t last_ms;
};

/* Review of a finished game. Its seat stands in for one of a model: the panels show it as they show a table. */
struct review_screen {
    struct replay *replay; /* NULL: none */
    struct seat *seat;
    const struct event *told; /* of the turn that is shown, as the eyes were told */
    unsigned turn;
    int eyes; /* a side, or REPLAY_TRUTH */
};

struct chat_screen {
    bool open, focus; /* focus: the field takes the keyboard in the next frame */
    int to;           /* a side or SAY_TO_* */
    char text[301];
    uint32_t seen, noted; /* numbers of the last lines shown, and told as a note */
};

enum menu_page { MENU_CONTINUE, MENU_HOTSEAT, MENU_JOIN, MENU_REPLAY, MENU_PAGES };
#define MENU_HEADS 24
struct menu_screen {
    enum menu_page page;
    char address[80], token[MODEL_TOKEN_MAX], fingerprint[65], name[33], record[256], password[MODEL_PASSWORD_MAX];
    bool plain, make_account;
    char trouble[MODEL_TEXT_MAX];
    bool computer[SIDE_MAX];
    struct scenario_head head[MENU_HEADS];
    size_t heads, chosen;
    uint16_t options;
    bool prepared; /* the chosen scenario was asked for */
    const struct scenario *scenario;
};

/* The lobby of a server. */
enum games_sheet { GAMES_NO_SHEET, GAMES_CREATE, GAMES_ACCOUNT, GAMES_TOKEN };
struct games_screen {
    struct lobby_filter filter; /* as typed; the list that is there has its own */
    size_t chosen, shown;       /* line of the list, or of the own places; the one scrolled to */
    bool own;                   /* the places that this program has had are shown instead */
    enum games_sheet sheet;
    bool asked, focus;
    bool logs_in; /* asked for on the sheet, not answered yet */
    uint64_t after[64]; /* of each page up to this one */
    size_t page;
    int64_t next_ms; /* when the list is asked for again by itself */
    unsigned created; /* games of lobby->created that were entered */
    char token[MODEL_TOKEN_MAX], trouble[MODEL_TEXT_MAX];
    const struct scenario *scenario; /* of the game chosen last: its sides' plates */
    char name[33], password[MODEL_PASSWORD_MAX], again[MODEL_PASSWORD_MAX];
    struct {
        size_t head; /* of the menu's scenarios */
        char name[48];
        bool computer[SIDE_MAX], listed, watched, umpired;
        uint16_t options;
        size_t turn, bank, grace; /* rows of the choices of clocks */
        unsigned delay;
    } plan;
};

/* The sheet of a table's seats: what is about to be done there. */
enum seat_deed { DEED_NONE, DEED_COMPUTER, DEED_OPEN, DEED_BACK, DEED_UMPIRE, DEED_UNDO_VOTE, DEED_GIVE_UP };
struct seats_sheet {
    int side; /* chosen */
    enum seat_deed deed;
    bool shown_invitation;
    size_t rulings_up; /* how many of the newest rulings are scrolled past */
};

/* Who looks on: at which eyes, and the umpire's form. */
enum umpire_form { UMPIRE_NO_FORM, UMPIRE_PAUSE, UMPIRE_AMEND, UMPIRE_REWIND };
struct watch_screen {
    enum umpire_form form;
    struct amend amend;
    unsigned rewind;
    bool focus;          /* the reason takes the keyboard in the next frame */
    char reason[201];
    unsigned done;       /* of asked.done, when the form was sent */
    bool sent;
};

struct handover_screen {
    char typed[PIN_DIGITS + 1];
    bool wrong;
};

struct app {
    struct app_config config;
    SDL_Window *window;
    SDL_Renderer *renderer;
    bool ui_is_open, draw_is_open, ended;
    struct draw draw;
    struct counter_set *counters;
    struct key *key;
    struct settings settings;
    struct library *library;
    enum app_screen screen;
    int frames_left; /* to be drawn */
    int64_t now_ms, step_ms, drawn_ms;
    float scale;

    struct model *model;
    bool hotseat;
    size_t seat;                  /* at the screen */
    bool seat_taken;              /* hot-seat: somebody has taken it since the hand-over */
    unsigned seen_turn[MODEL_SEATS_MAX]; /* report that the seat has been shown, by seat */
    bool briefed[MODEL_SEATS_MAX];
    bool in_setup; /* the seats at the screen were shown the set-up */
    char pin[MODEL_SEATS_MAX][PIN_DIGITS + 1];
    struct link_local_config local;
    char local_scenario[32], address[80];
    char journal[512]; /* of the hot-seat game; "": kept nowhere */

    struct scenery scenery;
    struct board board;
    struct table_screen table;
    struct playback_screen playback;
    struct review_screen review;
    struct menu_screen menu;
    struct handover_screen handover;
    struct games_screen games;
    struct seats_sheet seats;
    struct watch_screen watch;
    struct chat_screen chat;
    struct kept kept;          /* places at tables of servers */
    bool from_lobby;           /* the table is left to the lobby */
    size_t places_seen;        /* seats of the model that were entered */
    struct seat_public known[SIDE_MAX]; /* the table as it was when its news were last told */
    unsigned ruling_known;
    bool table_known;
    char said[MODEL_TEXT_MAX]; /* a note over the map, until said_until */
    int64_t said_until;
    bool said_stays; /* it is news, also on the next screen */
    char noticed[MODEL_TEXT_MAX]; /* the server's last notice that was shown */
    struct {                      /* coming back after a lost connection */
        bool lost;                /* and not back yet */
        int tries, shown_s;
        char why[MODEL_TEXT_MAX];
        char farewell[MODEL_TEXT_MAX]; /* what the server said just before; "" nothing */
        int64_t next_ms; /* when the next try begins */
    } back;
};

/* One row a screen. Any entry may be NULL. */
struct screen {
    const char *name;
    void (*enter)(struct app *app);
    bool (*event)(struct app *app, const SDL_Event *event); /* true: taken */
    bool (*step)(struct app *app);                          /* true: draw again */
    void (*draw)(struct app *app);
};
extern const struct screen screen_menu, screen_games, screen_waiting, screen_handover, screen_playback, screen_table,
    screen_watch, screen_over, screen_review;

/* app.c */
void app_go(struct app *app, enum app_screen screen);
void app_redraw(struct app *app);
void app_say(struct app *app, const char *text);        /* a note that goes by itself, or with the screen */
void app_tell(struct app *app, const char *text);       /* the same of news, which stay when the screen changes */
const struct seat *app_seat_now(const struct app *app); /* NULL without a model; read only */
int64_t app_clock(const struct app *app); /* ms left of the order phase; -1: no clock */

/* game.c */
bool game_begin_hotseat(struct app *app, const char *scenario, char *why, size_t size);
/* Goes on with the hot-seat game that the journal keeps. */
bool game_continue_hotseat(struct app *app, char *why, size_t size);
void game_forget_hotseat(struct app *app); /* ends it and removes its journal */
/* `token` NULL: the server's lobby. */
bool game_begin_network(struct app *app, const char *address, const char *token, char *why, size_t size);
void game_end(struct app *app);
bool game_step(struct app *app);
void game_take_seat(struct app *app); /* of the hand-over: to playback or table */
void game_committed(struct app *app); /* the seat at the screen has committed */
bool game_reconnect(struct app *app); /* at once */
bool game_is_lost(const struct app *app); /* a game is shown whose link is gone */
const char *game_lost_why(const struct app *app);
int game_retry_seconds(const struct app *app); /* until the next try; 0: under way; -1: none will be made */
const struct scenario *game_find(void *ctx, const char *id, char *why, size_t size);

void menu_heads(struct app *app); /* menu.c: lists the scenarios that are here */
/* join.c */
void sheet_join(struct app *app, struct ui_rect at);
void join_begin(struct app *app);

/* games.c, games_detail.c, games_create.c, games_account.c: the lobby of a server */
void games_list(struct app *app, size_t page);
void games_sheet(struct app *app, enum games_sheet sheet);
void games_detail(struct app *app, const struct lobby_line *line, struct ui_rect at);
bool games_detail_key(struct app *app, const struct lobby_line *line, SDL_Keycode sym);
void games_create(struct app *app);
void games_account(struct app *app);
void games_token(struct app *app);
void games_logged_in(struct app *app); /* an answer to the account's sheet closes it */
struct ui_rect games_paper(struct app *app, float w, float h, const char *title); /* of a sheet; ui_panel_end ends it */
void games_trouble(struct ui_rect at, const char *text); /* nothing when there is none */

/* places.c: places at tables, taken and left */
bool places_step(struct app *app); /* true: a place was taken, and its screen is up */
void places_leave(struct app *app);
bool places_play(struct app *app, int side); /* the umpire's own: to the orders of a side that he plays */
void places_umpire(struct app *app);         /* and back to the map of the umpire */
int places_of(const struct app *app, enum seat_role role); /* index of such a place at this game, -1 */
void places_line(const struct app *app, const char *token, char *out, size_t size); /* ibar --connect ... */
void places_copy(struct app *app, const char *text, const char *said);

/* clocks.c */
void clock_text(int64_t ms, char *out, size_t size);                         /* "3:20", "2 h 05 min" */
void clock_words(const struct app *app, const struct seat *seat, char *out, size_t size); /* "" without a clock */
void absent_text(int64_t ms, char *out, size_t size);
int64_t clock_tick(const struct app *app); /* changes when a clock that is shown shows something else */

/* news.c: what happened at the table beside the game, as notes */
void news_step(struct app *app);
void ruling_sentence(const struct ruling_told *ruling, char *out, size_t size);

/* seats.c: the sheet of a table's seats, over every screen of a table */
void sheet_seats(struct app *app);
bool seats_key(struct app *app, SDL_Keycode sym);
/* "the computer shall play Police"; `to` as in model_hand_over. */
void seat_deed_words(const char *to, const char *side, char *out, size_t size);
/* "ready", "plans" ...; true when nothing more is awaited of that seat now. */
bool seats_standing(const struct seat *seat, int side, const char **words);
void seats_who(const struct app *app, const struct seat *seat, int side, char *out, size_t size);

/* watch.c: spectators and the umpire */
bool watch_is_on(const struct app *app); /* the place at the screen looks on */
const struct seat *watch_place(const struct app *app);
void watch_begin(struct app *app, size_t index);
void watch_eyes(struct app *app, int eyes); /* a side, -1: the truth */
const struct view *watch_view(const struct app *app);
/* The unit behind a contact of the truth; NULL elsewhere. */
const struct view_unit *watch_truth_unit(const struct app *app, uint16_t handle, const struct view **view);
uint16_t watch_chosen_unit(const struct app *app); /* number of the unit chosen on the map; UNIT_NONE */
bool watch_step_game(struct app *app);
void watch_result(struct app *app); /* after the end */
/* watch_panel.c */
void panel_watch(struct app *app, struct ui_rect area);
/* umpire.c */
float umpire_panel(struct app *app, float x, float y, float w);
bool umpire_key(struct app *app, SDL_Keycode sym);
void umpire_begin(struct app *app, enum umpire_form form);
/* umpire_amend.c */
float amend_fields(struct app *app, float x, float y, float w);
bool amend_key(struct app *app, SDL_Keycode sym);
bool amend_is_whole(const struct app *app, char *why, size_t size);
void amend_take_unit(struct app *app, uint16_t unit);
void amend_take_hex(struct app *app, hex_t hex);

/* sheets over the table: panel_overlay.c. The veil, and the paper of a sheet; ui_panel_end ends it. */
bool sheet_begin(struct app *app, float w, float h, struct ui_rect *out);

/* review.c. A record from a file, or one that is at hand. False with a sentence in `why`. */
bool review_begin_file(struct app *app, const char *path, char *why, size_t size);
bool review_begin_text(struct app *app, const char *text, size_t length, char *why, size_t size);
void review_end(struct app *app);
void review_turn(struct app *app, unsigned turn, int eyes);

/* playback.c: parts that review has too */
void playback_show(struct app *app, float at); /* so many events of the seat's last turn */
bool playback_step(struct app *app);
void playback_rows(struct app *app, const struct event *events, size_t count, struct ui_rect list);
void playback_transport(struct app *app, struct ui_rect at); /* 74 points high */
struct table_area;
void playback_frame(struct app *app, const char *phase, struct table_area *area);
/* playback_draw.c */
void playback_draw_event(struct app *app, const struct event *event, float part);

/* scenery.c */
bool scenery_open(struct app *app, const struct scenario *scenario, char *why, size_t size);
void scenery_close(struct app *app);
void scenery_place(struct app *app, struct ui_rect area); /* where the map lies, points */
bool scenery_step(struct app *app, double budget_ms);     /* true: all tiles are there and nothing moves */
void scenery_options(struct app *app);                    /* takes the settings over */

/* board.c */
enum counter_side counter_side_of(const struct scenario *scenario, int side);
void counter_of_unit(const struct scenario *scenario, const struct view *view, const struct view_unit *unit,
                     struct counter *out);
void counter_of_contact(const struct scenario *scenario, const struct view_contact *contact,
                        struct counter *out);
void board_build(struct app *app, const struct view *view);
const struct board_item *board_pick(const struct app *app, float x, float y); /* pixels */
/* Draws map, overlays, names and plates of a view. */
void board_draw(struct app *app, const struct view *view);
bool board_step(struct app *app); /* true: draw again */
unsigned side_colour(const struct scenario *scenario, int side);
void side_plate(const struct scenario *scenario, int side, float x, float y, float unit, unsigned rim);

/* targets.c: what an order of a kind is aimed at */
#define TARGETS_MAX 256
enum target {
    TARGET_NONE,
    TARGET_CONTACT,
    TARGET_DIR,
    TARGET_UNIT,
    TARGET_HEX,     /* of an enemy, a crowd, civilians */
    TARGET_ANY_HEX, /* of the whole map */
    TARGET_PATH
};
struct choice {
    struct order order;
    struct check check;
};
/* The two ways in which an order of some kinds is carried out, and their keys. */
struct target_modes {
    uint8_t kind;
    const char *label[2], *key[2];
};
enum target target_of(int kind);
const struct target_modes *target_modes(int kind); /* NULL: it has one way only */
/* All targets at which an order of the kind may be given; returns the count. `best` is the verdict of the kind. */
size_t orders_choices(const struct seat *seat, uint16_t unit, int kind, struct choice *out, size_t max,
                      struct check *best);
/* The same with those that are refused for a reason worth telling. */
size_t targets_list(const struct seat *seat, uint16_t unit, int kind, struct choice *out, size_t max);
hex_t target_place(const struct seat *seat, const struct order *order); /* HEX_NONE: nowhere */

/* orders.c: what the selected unit may be told */
bool orders_is_shown(const struct seat *seat, uint16_t unit, int kind, const struct check *best);
void orders_refusal_text(const struct seat *seat, const struct check *check, char *out, size_t size);
/* The same for an order of this kind, in the words that fit it. */
void orders_why(const struct seat *seat, int kind, const struct check *check, char *out, size_t size);
/* True where the preview may be looked at though the order is not allowed now. */
bool orders_have_preview(const struct seat *seat, uint16_t unit, int kind, const struct check *best);
/* Contacts that an order of this kind may name, or, where none, those that it may be looked at with: whom the side may
 * fight. Returns the count, at most `max`. */
size_t orders_aims(const struct seat *seat, uint16_t unit, int kind, uint16_t *handles, size_t max);
void orders_mode_for_contact(struct app *app); /* the other attack where only that one works */
void orders_label(int kind, char *out, size_t size); /* of its button: panel_unit.c */
void orders_begin(struct app *app, int kind); /* a button or key: gives it, or asks for its target */
bool orders_put(struct app *app, const struct order *order);
void orders_policy(struct app *app, int policy);
void orders_sentence(const struct seat *seat, const struct order *order, char *out, size_t size);
void orders_draft(struct app *app, hex_t goal); /* the path under the mouse */
void unit_short_name(const struct scenario *scenario, uint16_t unit, char *out, size_t size);
void contact_name(const struct scenario *scenario, const struct view_contact *contact, char *out,
                  size_t size);

/* panel_asks.c: what other sides ask, and what may be asked of them; height it took */
float panel_asks(struct app *app, float x, float y, float w);
/* panel_side.c: what the side has beside its units on the map: asks, assets off the map, arrivals, the bill */
void panel_side(struct app *app, struct ui_rect area);
bool unit_is_asset(const struct scenario *scenario, const struct view_unit *unit); /* drone, helicopter */
void panel_asset(struct app *app, const struct view_unit *unit, struct ui_rect area);
/* bill.c: what the missiles cost */
void money_text(uint32_t dollars, char out[24]);
uint32_t missile_price(const struct scenario *scenario);              /* 0: none in this scenario */
void bill_price_text(uint32_t price, char *out, size_t size);         /* how the price of one comes about */
void bill_sum_text(unsigned launches, uint32_t bill, char *out, size_t size); /* "2 × $304,878 = $609,756" */

/* setup.c: the set-up, turn 0 */
bool setup_is_on(const struct seat *seat);
hex_t setup_hex(const struct view *view, const struct view_unit *unit); /* where it stands by the plan */
hex_t setup_cache_hex(const struct view *view, unsigned cache);
bool setup_has_cache(const struct app *app); /* a cache is selected: table.unit is its entry in the plan */
void setup_place(struct app *app, hex_t hex);                           /* what is selected */
float setup_caches_panel(struct app *app, const struct seat *seat, float x, float y, float w);
void setup_draw(struct app *app, const struct seat *seat);
float setup_unit_panel(const struct seat *seat, const struct view_unit *unit, float x, float y, float w);
void setup_words(const struct seat *seat, char *out, size_t size);

/* panel_chat.c: its lower left corner is at x, bottom */
void panel_chat(struct app *app, float x, float bottom);
bool chat_is_there(const struct app *app); /* people on other computers listen */
void chat_toggle(struct app *app);
void chat_step(struct app *app);

/* tabletop.c, tabletop_input.c */
struct table_area {
    struct ui_rect top, margin, map, right, log;
};
void tabletop_areas(const struct app *app, struct table_area *out);
void tabletop_select(struct app *app, uint16_t unit, bool show);
void tabletop_cancel(struct app *app);
bool tabletop_event(struct app *app, const SDL_Event *event);
bool map_event(struct app *app, const SDL_Event *event); /* pan, zoom: playback has it too */
void tabletop_commit(struct app *app);
bool tabletop_step(struct app *app); /* true when the clock shows another second */
void tabletop_draw_tool(struct app *app, const struct view *view); /* draft and targets, below the plates */
void tabletop_draw_map(struct app *app, const struct view *view);

/* Panels: each draws itself into its area. */
void panel_top(struct app *app, const struct view *view, struct ui_rect area, const char *phase);
void panel_margin(struct app *app, const struct view *view, struct ui_rect area);
void panel_unit(struct app *app, struct ui_rect area);
void panel_fire(struct app *app, struct ui_rect area);
struct order panel_fire_order(const struct app *app); /* that its button and Enter give */
/* panel_strike.c: chances against armour; return where the next part begins */
float panel_strike(const struct seat *seat, const struct strike_preview *strike, const struct view_contact *contact, float x,
                   float y, float w);
float panel_launch_price(const struct seat *seat, const struct view_unit *unit, const struct view_contact *contact,
                         float x, float y, float w);
float fire_outcomes(const struct ruleset *rules, const uint8_t in_36[FIRE_ROW_MAX + 1], float x, float y, float w);
/* panel_act.c: what the dice of an order need and what it does */
bool orders_have_dice(int kind); /* its targets are previewed before it is given */
float panel_act(const struct seat *seat, const struct order *order, float x, float y, float w); /* where it ends */
void act_tip(const struct seat *seat, uint16_t unit, int kind, char *out, size_t size); /* "": no dice without target */
/* panel_target.c: the targets of the tool in hand, each with its reason where it is refused */
void panel_target(struct app *app, struct ui_rect area);
bool panel_target_next(struct app *app, int by); /* aims at another target; false: the tool does not preview */
bool panel_target_give(struct app *app);         /* gives what is aimed at; false: the tool does not preview */
/* Aims at the target in this hex; when it is aimed at already, gives it. False: the tool does not preview. */
bool panel_target_click(struct app *app, hex_t hex);
bool panel_target_key(struct app *app, SDL_Keycode sym);
void panel_modes(struct app *app, struct ui_rect at); /* the two ways of the tool, as segments */
/* panel_level.c: the level of the rules of engagement, each with why it is not there; the width it took */
float panel_level(const struct seat *seat, const struct view *view, float x, bool narrow);
float panel_plan(struct app *app, struct ui_rect area); /* plan, preview and buttons */
void panel_log(struct app *app, struct ui_rect area);
void panel_cards(struct app *app, struct ui_rect map);
void panel_playback(struct app *app, struct ui_rect area);
void panel_overlay(struct app *app);
void panel_head(float x, float y, float w, const char *left, const char *right);
void log_line(struct app *app, const struct logged *line, float x, float y, float w, bool first);
void counter_in_panel(struct app *app, const struct counter *counter, float x, float y, float unit);
void text_signed(int value, char out[8]);
/* Bare desk with a field of hexes: menus and the hand-over. */
void desk_draw(void);

#endif
