/* SPDX-License-Identifier: Apache-2.0 */
/* The steps that are taken with a referral, or in another matter. */
#include "agency-client/local_store/activity.h"
#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/office/compose_matter.h"
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "agency-client/web/operations.h"
#include "agency-client/web/sending.h"
#include "common/documents/advice.h"
#include "common/documents/matter.h"
#include "common/documents/refusal.h"

/* What has become of a document that was just queued. */
static bool
answer_queued(const struct call *call, const struct outbox_item *queued,
              struct response *response, GError **error)
{
    g_autoptr(outbox_item) item =
        outbox_find(call->office->store, queued->document, error);
    GString *xml;

    if (item == NULL)
        return false;
    if (item->state == OUTBOX_PARKED)
        return refusal_set(error, REFUSAL_LIFECYCLE, "%s",
                           item->detail != NULL ? item->detail : item->problem);
    xml = xml_begin("queued");
    g_string_append(xml, "<document");
    xml_attribute(xml, "id", item->document);
    xml_attribute(xml, "state", outbox_state_text(item->state));
    if (item->sequence > 0)
        xml_number(xml, "sequence", item->sequence);
    g_string_append(xml, "/>\n");
    answer_xml(response, xml, "queued");
    return true;
}

static bool
send_queued(const struct call *call, const struct composed *composed,
            struct response *response, GError **error)
{
    const struct outbox_item *item = composed->items->pdata[0];
    g_autofree char *action = g_strconcat(ACTIVITY_WROTE, item->step, NULL);

    if (!compose_queue(call->office, composed, error) ||
        !note_activity(call, call->session->actor, action, item->thread, error))
        return false;
    sending_try(call);
    return answer_queued(call, item, response, error);
}

/* An answer names the last question; which that is the page need not know. */
static bool
find_request(const struct call *call, const char *leg, struct uuid *request,
             GError **error)
{
    g_autoptr(stored_entry) entry = mailbox_find_last(
        call->office->store, leg, kinds[KIND_INFORMATION_REQUEST].name, error);

    return entry != NULL && uuid_read(entry->document, request);
}

/* In the words of the form that was filled in, and where in it. */
static void
put_in_words(const struct labels *labels, const GPtrArray *violations)
{
    for (unsigned i = 0; i < violations->len; i++) {
        struct violation *violation = violations->pdata[i];
        char *words = advice_words(labels, violation);
        char *path = advice_path(labels, violation);

        g_free(violation->words);
        g_free(violation->path);
        violation->words = words;
        violation->path = path;
    }
}

/* POST /api/referrals/{id}/{kind}: takes a step, written as an author's file. */
bool
step_post(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(known_leg) known =
        legs_find(call->office->store, call->request->values[0], error);
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(composed) composed = NULL;
    g_autoptr(GError) wrong = NULL;
    struct uuid request;
    bool is_answer;
    enum kind kind;

    if (known == NULL)
        return false;
    if (!kind_find(call->request->values[1], &kind))
        return refusal_set(error, REFUSAL_NOT_FOUND, "there is no such kind");
    is_answer = kind == KIND_INFORMATION_DISCLOSURE;
    if (is_answer && !find_request(call, known->leg, &request, error))
        return false;
    composed = compose_step(call->office, known, call->request->body, kind,
                            is_answer ? &request : NULL, violations, &wrong);
    if (composed != NULL)
        return send_queued(call, composed, response, error);
    put_in_words(call->web->labels, violations);
    operation_refuse(call->request, wrong, violations, response);
    return true;
}

/* POST /api/matters/{id}/{kind}: takes a step in a matter, written as such a file. */
bool
matter_step_post(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(composed) composed = NULL;
    g_autoptr(GError) wrong = NULL;
    enum kind kind;

    if (!kind_find(call->request->values[1], &kind) || !matter_has_kind(kind) ||
        matter_life_of(kind) != NULL)
        return refusal_set(error, REFUSAL_NOT_FOUND, "there is no such step");
    composed = compose_file(call->office, call->request->body, call->request->values[0],
                            &kind, violations, &wrong);
    if (composed != NULL)
        return send_queued(call, composed, response, error);
    put_in_words(call->web->labels, violations);
    operation_refuse(call->request, wrong, violations, response);
    return true;
}
