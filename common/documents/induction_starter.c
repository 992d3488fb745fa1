/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/induction_starter.h"
#include "common/documents/bodies.h"

static const struct field body_fields[] = {
    REQUIRED("starter", FIELD_TEXT, induction_starter, starter),
    REQUIRED("role", FIELD_TEXT, induction_starter, role),
    NAMED("programme", induction_starter, programme, induction_programme_names),
    REQUIRED("startedOn", FIELD_DATE, induction_starter, started_on),
    OPTIONAL("dueDays", FIELD_COUNT, induction_starter, due_days),
    OPTIONAL("endedOn", FIELD_DATE, induction_starter, ended_on),
};

int32_t
induction_starter_due(const struct induction_starter *starter)
{
    return starter->started_on + (starter->due_days >= 0
                                      ? starter->due_days
                                      : induction_programme_days[starter->programme]);
}

void
induction_starter_read(struct reader *reader, struct document *document)
{
    struct induction_starter *starter = &document->induction_starter;

    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  starter);
    starter->hosts =
        reader_codes(reader, reader->body, "host", "agency", &starter->host_count);
}

void
induction_starter_check(struct reader *reader, const struct document *document)
{
    const struct induction_starter *starter = &document->induction_starter;

    check_order(reader, reader->body, "endedOn", starter->started_on,
                starter->ended_on);
    check_once(reader, reader->body, "host", "agency", "host-once");
    if (document->from_agency != NULL &&
        find_child(reader, reader->body, "host", "agency", document->from_agency) !=
            NULL)
        reader_refuse(reader, reader->body, NULL, "host-is-another",
                      "the agency itself is no partner for its new staff to meet");
}

void
induction_starter_write(GString *xml, const struct document *document)
{
    const struct induction_starter *starter = &document->induction_starter;

    write_body(xml, KIND_INDUCTION_STARTER, body_fields, G_N_ELEMENTS(body_fields),
               starter);
    g_string_append_c(xml, '>');
    write_children(xml, "host", "agency", starter->hosts, starter->host_count);
    g_string_append(xml, "</induction-starter>");
}
