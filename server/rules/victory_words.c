/* What a row of victory rewards, in words for players. */
#include "rules.h"

#include <stdio.h>
#include <string.h>

#define PARAM "`param`"

void victory_words(const struct scenario *scenario, int row, char out[VICTORY_WORDS_MAX]) {
    static const char *const words[VICTORY_COUNT] = {
#define VICTORY(name, help) help,
        VICTORY_KINDS(VICTORY)
#undef VICTORY
    };
    if (row < 0 || row >= scenario->victories) {
        snprintf(out, VICTORY_WORDS_MAX, "harm to civilians, a missile launched, or KSF teams without consent");
        return;
    }
    const char *help = words[scenario->victory[row].kind], *param = strstr(help, PARAM);
    if (param)
        snprintf(out, VICTORY_WORDS_MAX, "%.*s%d%s", (int)(param - help), help, scenario->victory[row].param,
                 param + strlen(PARAM));
    else
        snprintf(out, VICTORY_WORDS_MAX, "%s", help);
}
