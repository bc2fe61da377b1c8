/* Resync: everything again. RecordRequest: the record of the finished game, in pieces. */
#include "gate.h"

void resync_handle(struct request *request) {
    request->cost = all_cost(request->game, request->observer);
    answer_done(request);
    if (request->observer) {
        delta_forget(&request->observer->at);
        tell_observer_all(request->game, request->observer);
    } else {
        delta_forget(&request->game->seat[request->side]);
        tell_seat_all(request->game, request->side);
    }
}

void record_handle(struct request *request) {
    uint64_t offset = request->envelope->record_request->offset;
    size_t size;
    const char *text = table_record(request->game->table, &size);
    if (!text) {
        answer_error(
            request, IBAR__V1__ERROR_CODE__ERROR_REFUSED, "rules_changed",
            "This game has no record: the rules changed while it was played, so it cannot be played again.");
        return;
    }
    if (offset > size) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "record_request.offset",
                     "The offset %llu lies behind the end of the record, which has %zu bytes.",
                     (unsigned long long)offset, size);
        return;
    }
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Record record = IBAR__V1__RECORD__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_RECORD;
    envelope.record = &record;
    record.offset = offset;
    record.total = size;
    record.text.len = size - offset < RECORD_CHUNK ? size - (size_t)offset : RECORD_CHUNK;
    record.text.data = (uint8_t *)text + offset;
    answer_body(request, &envelope);
}
