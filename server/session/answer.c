/* The one answer to a request, and errors. */
#include "session_room.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void answer_body(struct request *request, Ibar__V1__Envelope *envelope) {
    assert(!request->answered);
    request->answered = true;
    envelope->answers = request->envelope ? request->envelope->id : 0;
    envelope->seat = request->seat;
    out_send(request->session, envelope);
}

void answer_done(struct request *request) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Done done = IBAR__V1__DONE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_DONE;
    envelope.done = &done;
    answer_body(request, &envelope);
}

static void error_answer(struct request *request, Ibar__V1__ErrorCode code, const char *rule, char *text,
                         bool fatal) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Error error = IBAR__V1__ERROR__INIT;
    text_clean(text);
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_ERROR;
    envelope.error = &error;
    error.code = code;
    error.rule = (char *)rule;
    error.text = text;
    error.fatal = fatal;
    request->refused = true;
    struct host_counters *counters = &request->session->host->counters;
    if (code == IBAR__V1__ERROR_CODE__ERROR_REFUSED) {
        counters->refused++;
    } else {
        counters->errors++;
    }
    answer_body(request, &envelope);
    if (fatal) {
        session_end(request->session);
    }
}

void answer_error(struct request *request, Ibar__V1__ErrorCode code, const char *rule, const char *format,
                  ...) {
    char text[SENTENCE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    error_answer(request, code, rule, text, false);
}

void answer_fatal(struct request *request, Ibar__V1__ErrorCode code, const char *rule, const char *format,
                  ...) {
    char text[SENTENCE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    error_answer(request, code, rule, text, true);
}

void tell_error(struct session *session, unsigned seat, Ibar__V1__ErrorCode code, const char *rule,
                const char *text, bool fatal) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Error error = IBAR__V1__ERROR__INIT;
    envelope.seat = seat;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_ERROR;
    envelope.error = &error;
    error.code = code;
    error.rule = (char *)rule;
    error.text = (char *)text;
    error.fatal = fatal;
    out_send(session, &envelope);
    if (fatal) {
        session_end(session);
    }
}
