/* The real client in a window of its own, for tests: software renderer, nothing on a screen. */
#ifndef IBAR_TEST_WINDOW_H
#define IBAR_TEST_WINDOW_H

#include "screens/app.h"
#include "screens/script.h"

/* The software renderer, and no screen where there is none. window_open calls it. */
void window_environment(void);
/* Opens the client on a hot-seat game. `computers` plays all sides but the first by the program. */
struct app *window_open(bool computers, int width, int height);
/* The same on any scenario; `computers`: ids of the sides that the program plays, ended by NULL, or NULL. */
struct app *window_open_on(const char *scenario, const char *const *computers, int width, int height);
/* Carries script lines out; fails the test with the reason. */
void window_do(struct app *app, const char *line);
/* Part of the pixels of a rectangle (NULL: all) that differ by more than `tolerance` in some channel, 0-1. */
double window_difference(SDL_Surface *a, SDL_Surface *b, const SDL_Rect *part, int tolerance);
/* Number of different colours in a rectangle, at most 4096: 1 for a blank one. */
int window_colours(SDL_Surface *surface, const SDL_Rect *part);

#endif
