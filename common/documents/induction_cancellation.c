/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/induction_cancellation.h"
#include "common/documents/bodies.h"

#define EXTENT_ALL "all"

const struct matter_form induction_cancellation_form = {.word = "extent"};

static const struct field body_fields[] = {
    REQUIRED("reason", FIELD_TEXT, induction_cancellation, reason),
};

void
induction_cancellation_read(struct reader *reader, struct document *document)
{
    struct induction_cancellation *cancellation = &document->induction_cancellation;

    matter_read(reader, document);
    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  cancellation);
    cancellation->starters = reader_codes(reader, reader->body, "attendee", "starter",
                                          &cancellation->starter_count);
    cancellation->is_whole = g_strcmp0(cancellation->matter.word, EXTENT_ALL) == 0;
}

void
induction_cancellation_check(struct reader *reader, const struct document *document)
{
    const struct induction_cancellation *cancellation =
        &document->induction_cancellation;

    if (cancellation->is_whole != (cancellation->starter_count == 0))
        reader_refuse(reader, reader->body, "extent", "extent-named",
                      "extent=\"some\" names who does not come, extent=\"all\" names "
                      "nobody");
    check_once(reader, reader->body, "attendee", "starter", "attendee-once");
    check_words_are_sealed(reader, document, reader->body, "inductionCancellation",
                           cancellation->reason);
}
