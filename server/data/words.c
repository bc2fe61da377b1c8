#include "reading.h"

const char *const terrain_words[] = {"open", "scrub",  "forest", "steep", "village",
                                     "town", "walled", "water",  NULL};
const char *const dir_words[] = {"E", "NE", "NW", "W", "SW", "SE", NULL};
const char *const policy_words[] = {"hold", "return", "free", NULL};
