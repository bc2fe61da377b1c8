#include "problems.h"

#include <stdarg.h>
#include <stdio.h>

void problem_add(struct problems *problems, const char *format, ...) {
    if (problems->count < PROBLEM_MAX) {
        va_list args;
        va_start(args, format);
        vsnprintf(problems->text[problems->count], sizeof problems->text[0], format, args);
        va_end(args);
    }
    problems->count++;
}
