#include "refusal.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "proto/frame.h"

size_t refusal_pack(uint8_t out[REFUSAL_MAX], Ibar__V1__ErrorCode code, const char *text, bool fatal) {
    char sentence[REFUSAL_MAX - 64];
    snprintf(sentence, sizeof sentence, "%s", text);
    Ibar__V1__Error error = IBAR__V1__ERROR__INIT;
    error.code = code;
    error.text = sentence;
    error.fatal = fatal;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_ERROR;
    envelope.error = &error;
    size_t size = ibar__v1__envelope__get_packed_size(&envelope);
    size_t head = frame_head(out, (uint32_t)size);
    assert(head + size <= REFUSAL_MAX);
    ibar__v1__envelope__pack(&envelope, out + head);
    return head + size;
}
