/* What-ifs by name, as command lines give them. */
#include "data.h"

#include <stdio.h>
#include <string.h>

bool scenario_options_choose(const struct scenario *scenario, const char *words, uint16_t *out, char *why, size_t size) {
    uint16_t chosen = 0;
    while (*words) {
        char word[sizeof scenario->option[0].id];
        size_t length = strcspn(words, ",");
        int option = -1;
        if (length < sizeof word) {
            memcpy(word, words, length);
            word[length] = '\0';
            option = scenario_option_find(scenario, word);
        }
        if (option < 0) {
            int used = snprintf(why, size, "the scenario %s has no what-if \"%.*s\"; there are:", scenario->id,
                                length < 40 ? (int)length : 40, words);
            for (int i = 0; i < scenario->options && used >= 0 && (size_t)used < size; i++)
                used += snprintf(why + used, size - (size_t)used, " %s", scenario->option[i].id);
            if (used >= 0 && (size_t)used < size)
                snprintf(why + used, size - (size_t)used, "%s", scenario->options ? "." : " none.");
            return false;
        }
        chosen |= (uint16_t)(1u << option);
        words += length + (words[length] == ',');
    }
    *out |= chosen;
    return true;
}
