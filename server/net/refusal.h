/* What the network itself has to say: an Error that answers no request. */
#ifndef IBAR_NET_REFUSAL_H
#define IBAR_NET_REFUSAL_H

#include "proto/convert.h"

#define REFUSAL_MAX 512

/* Packs a frame (length and Envelope) into `out`; returns its size. `text` is a whole sentence, cut when too long. */
size_t refusal_pack(uint8_t out[REFUSAL_MAX], Ibar__V1__ErrorCode code, const char *text, bool fatal);

#endif
