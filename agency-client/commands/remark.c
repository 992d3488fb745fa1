/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/remark.h"

static void
append_words(GString *words, const char *before, const char *text)
{
    if (text != NULL)
        g_string_append_printf(words, "%s%s%s", words->len > 0 ? "; " : "", before,
                               text);
}

static void
append_date(GString *words, const char *before, int32_t days)
{
    char text[DATE_TEXT_BYTES];

    if (days == DATE_NONE)
        return;
    date_write(days, text);
    append_words(words, before, text);
}

static void
append_response(const struct labels *labels, GString *words,
                const struct leg_response *response)
{
    append_date(words, "start by ", response->start_by);
    append_date(words, "review on ", response->review_on);
    for (size_t i = 0; i < response->reason_count; i++)
        append_words(words, "", labels_code(labels, "reason", response->reasons[i]));
    append_words(words, "proposes ", response->proposed_agency);
    if (response->proposed_service != NULL)
        append_words(words, "proposes ",
                     labels_code(labels, "service", response->proposed_service));
}

static void
append_update(const struct labels *labels, GString *words,
              const struct status_update *update)
{
    if (update->reason != NULL)
        append_words(words, "", labels_code(labels, "pauseReason", update->reason));
    append_date(words, "resume by ", update->resume_by);
    append_date(words, "first contact ", update->first_contact_on);
    append_date(words, "next contact ", update->next_contact_on);
}

char *
remark_of(const struct labels *labels, const struct document *document)
{
    GString *words = g_string_new(NULL);

    switch (document->kind) {
    case KIND_RESPONSE:
        append_response(labels, words, &document->response);
        break;
    case KIND_STATUS_UPDATE:
        append_update(labels, words, &document->status_update);
        break;
    case KIND_OUTCOME:
        append_words(words, "",
                     labels_code(labels, "endReason", document->outcome.end_reason));
        break;
    case KIND_WITHDRAWAL:
        append_words(
            words, "",
            labels_code(labels, "withdrawalReason", document->withdrawal.reason));
        break;
    case KIND_INFORMATION_REQUEST:
        append_date(words, "due ", document->information_request.due_on);
        break;
    case KIND_REJECTION:
        append_words(words, "", rejection_reason_names[document->rejection.reason]);
        break;
    default:
        break;
    }
    return g_string_free(words, FALSE);
}
