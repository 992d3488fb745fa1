/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/bodies.h"

/* 0 when the attribute is absent: no document is about the first second of 1970. */
int64_t
body_time(struct reader *reader, const char *attribute)
{
    const char *text = reader_attribute(reader, reader->body, attribute);
    int64_t us;

    return text != NULL && timestamp_read(text, &us) ? us : 0;
}

int32_t
body_date(struct reader *reader, const char *attribute)
{
    const char *text = reader_attribute(reader, reader->body, attribute);
    int32_t on;

    return text != NULL && date_read(text, &on) ? on : DATE_NONE;
}

void
check_time_not_past(struct reader *reader, const struct document *document,
                    const char *attribute)
{
    int64_t at_us = body_time(reader, attribute);

    if (at_us != 0 && at_us < document->created_us)
        reader_refuse(reader, reader->body, attribute, "time-not-past",
                      "the time is before the document was written");
}

void
check_appointment(struct reader *reader, const struct document *document)
{
    int64_t ends_us = body_time(reader, "endsAt");

    check_time_not_past(reader, document, "startsAt");
    if (ends_us != 0 && ends_us <= body_time(reader, "startsAt"))
        reader_refuse(reader, reader->body, "endsAt", "times-in-order",
                      "the end is not after the beginning");
}

void
check_new_time(struct reader *reader, const struct document *document, bool is_moved)
{
    const char *given = body_time(reader, "startsAt") != 0 ? "startsAt"
                        : body_time(reader, "endsAt") != 0 ? "endsAt"
                                                           : NULL;

    if (!is_moved && given != NULL)
        reader_refuse(reader, reader->body, given, "new-time-only-if-moved",
                      "only what is moved has a new time");
    else if (is_moved && body_time(reader, "startsAt") == 0)
        reader_refuse(reader, reader->body, "startsAt", "new-time",
                      "what is moved says to when");
    else if (is_moved)
        check_appointment(reader, document);
}

void
check_can_be_rung(struct reader *reader, const struct document *document G_GNUC_UNUSED)
{
    const xmlNode *worker = tree_child(reader->body, "worker");

    if (worker != NULL && reader_attribute(reader, worker, "telephone") == NULL)
        reader_refuse(reader, worker, "telephone", "can-be-rung",
                      "whoever is to be rung has a telephone number");
}
