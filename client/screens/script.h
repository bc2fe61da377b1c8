/* Scripted input for tests and pictures: lines that become the events of mouse and keyboard.
 *
 *   key NAME            a key of SDL by name, with Ctrl+ or Shift+ before: "key Ctrl+Z"
 *   text WORDS          typed text
 *   point X Y           the mouse there (window units); "point hex CCRR", "point unit N": there
 *   click / right       left or right button at the mouse
 *   press / release     the left button, for drags
 *   wheel N             positive: nearer
 *   still               waits until nothing is under way
 *   picture F.png       what is shown
 */
#ifndef IBAR_SCREENS_SCRIPT_H
#define IBAR_SCREENS_SCRIPT_H

#include "app.h"

/* Carries one line out, stepping the app as often as it takes. False with a sentence in `why`. */
bool script_line(struct app *app, const char *line, char *why, size_t size);
/* Every line of a file, after the program has come to rest; `#` begins a remark. */
bool script_file(struct app *app, const char *path, char *why, size_t size);

#endif
