/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/status_update.h"
#include "common/documents/bodies.h"

#define PAUSE_REASON_LIST "pauseReason"

const char *const status_names[] = {"assessing", "started", "progress", "no-change",
                                    "paused",    "resumed", NULL};

static const struct field body_fields[] = {
    REQUIRED("leg", FIELD_UUID, status_update, leg),
    NAMED("status", status_update, status, status_names),
    OPTIONAL("contactsAttempted", FIELD_COUNT, status_update, contacts_attempted),
    OPTIONAL("contactsMade", FIELD_COUNT, status_update, contacts_made),
    OPTIONAL("hoursPlanned", FIELD_HUNDREDTHS, status_update, hours_planned_hundredths),
    OPTIONAL("hoursDelivered", FIELD_HUNDREDTHS, status_update,
             hours_delivered_hundredths),
    OPTIONAL("firstContactOn", FIELD_DATE, status_update, first_contact_on),
    OPTIONAL("nextContactOn", FIELD_DATE, status_update, next_contact_on),
    OPTIONAL("reason", FIELD_TEXT, status_update, reason),
    OPTIONAL("resumeBy", FIELD_DATE, status_update, resume_by),
};

void
status_update_read(struct reader *reader, struct document *document)
{
    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  &document->status_update);
}

static void
check_pause(struct reader *reader, const struct document *document)
{
    const struct status_update *update = &document->status_update;

    if (update->status != STATUS_PAUSED) {
        if (update->reason != NULL || update->resume_by != DATE_NONE)
            reader_refuse(reader, reader->body, NULL, "pause-only",
                          "only a pause has a reason and a day to resume by");
        return;
    }
    if (update->reason == NULL)
        reader_refuse(reader, reader->body, "reason", "pause-reason",
                      "a pause gives its reason");
    if (update->resume_by == DATE_NONE)
        reader_refuse(reader, reader->body, "resumeBy", "pause-resume-by",
                      "a pause says by when the service resumes");
    check_not_past(reader, document, reader->body, "resumeBy", update->resume_by);
    check_words_are_sealed(reader, document, reader->body, PAUSE_REASON_LIST,
                           update->reason);
}

void
status_update_check(struct reader *reader, const struct document *document)
{
    const struct status_update *update = &document->status_update;

    if (update->status == STATUS_STARTED && update->first_contact_on == DATE_NONE)
        reader_refuse(reader, reader->body, "firstContactOn", "started-first-contact",
                      "a start says when the first contact was");
    if (update->contacts_made > update->contacts_attempted &&
        update->contacts_attempted >= 0)
        reader_refuse(reader, reader->body, "contactsMade", "contacts-made",
                      "more contacts were made than attempted");
    check_not_past(reader, document, reader->body, "nextContactOn",
                   update->next_contact_on);
    check_pause(reader, document);
}

void
status_update_write(GString *xml, const struct document *document)
{
    write_body(xml, KIND_STATUS_UPDATE, body_fields, G_N_ELEMENTS(body_fields),
               &document->status_update);
    g_string_append(xml, "/>");
}
