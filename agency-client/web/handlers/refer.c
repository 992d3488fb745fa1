/* SPDX-License-Identifier: Apache-2.0 */
/* From a draft to a referral: checked, sent, and followed until its receipts are here.
 */
#include "agency-client/local_store/legs.h"
#include "agency-client/office/conversion.h"
#include "agency-client/office/sealing.h"
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/drafts.h"
#include "agency-client/web/handlers/handlers.h"
#include "agency-client/web/sending.h"
#include "common/documents/refusal.h"

/* Whom to ring in an emergency: no document replaces that call. */
static void
append_agency(GString *xml, struct office *office, const char *agency, bool is_urgent)
{
    const struct address_book *book = office_book_if_any(office);
    const struct registration *listed =
        book != NULL ? address_book_find(book, agency) : NULL;

    xml_attribute(xml, "to", agency);
    xml_attribute(xml, "name", listed != NULL ? listed->name : NULL);
    if (is_urgent && listed != NULL)
        xml_attribute(xml, "telephone", listed->emergency_telephone);
}

static struct composed *
compose(const struct call *call, const struct stored_draft *draft,
        GPtrArray *violations, GError **error)
{
    g_autoptr(GBytes) file = sealing_open(call->office, draft->sealed, error);
    g_autoptr(composed) composed = NULL;

    if (file == NULL)
        return NULL;
    composed = compose_referral(call->office, file, NULL, violations, error);
    if (composed == NULL ||
        !conversion_add_all(call->office, composed, violations, error))
        return NULL;
    return g_steal_pointer(&composed);
}

/* What hinders the sending: line by line, or in one sentence when it is not the file.
 */
static bool
append_hindrance(GString *xml, const struct call *call, const GPtrArray *violations,
                 const GError *wrong)
{
    if (violations->len > 0) {
        append_violations(xml, violations, call->web->labels);
        return true;
    }
    if (wrong->domain == LOCAL_STORE_ERROR)
        return false;
    g_string_append(xml, "<wrong");
    xml_attribute(xml, "words", wrong->message);
    g_string_append(xml, "/>\n");
    return true;
}

/* Judges, seals and signs, as for sending; nothing of it is kept. */
static struct composed *
answer_check(const struct call *call, const struct stored_draft *draft,
             struct response *response, GError **error)
{
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(GError) wrong = NULL;
    g_autoptr(composed) composed = compose(call, draft, violations, &wrong);
    GString *xml = xml_begin("checked");

    if (composed == NULL && !append_hindrance(xml, call, violations, wrong)) {
        g_string_free(xml, TRUE);
        g_propagate_error(error, g_steal_pointer(&wrong));
        return NULL;
    }
    answer_xml(response, xml, "checked");
    return g_steal_pointer(&composed);
}

/* POST /api/drafts/{id}/check: whether it could be sent now. */
bool
draft_check(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(stored_draft) draft =
        drafts_find(call->office->store, call->request->values[0], error);
    g_autoptr(composed) composed = NULL;
    g_autoptr(GError) reason = NULL;

    if (draft == NULL)
        return false;
    composed = answer_check(call, draft, response, &reason);
    if (reason == NULL)
        return true;
    g_propagate_error(error, g_steal_pointer(&reason));
    return false;
}

struct sending {
    struct office *office;
    const struct composed *composed;
    const struct stored_draft *draft;
};

/* It is in the outbox, or it is still a draft: never both, never neither. */
static bool
queue(struct local_store *store, void *data, GError **error)
{
    const struct sending *sending = data;

    return drafts_delete(store, sending->draft->draft, sending->draft->version,
                         error) &&
           compose_queue(sending->office, sending->composed, error);
}

static bool
send_composed(const struct call *call, const struct composed *composed,
              const struct stored_draft *draft, struct response *response,
              GError **error)
{
    struct sending sending = {call->office, composed, draft};
    GString *xml;

    if (!local_store_transact(call->office->store, queue, &sending, error) ||
        !note_activity(call, call->session->actor, "sent a referral",
                       composed->referral, error))
        return false;
    sending_try(call);
    xml = xml_begin("checked");
    g_string_append(xml, "<sent");
    xml_attribute(xml, "referral", composed->referral);
    g_string_append(xml, "/>\n");
    answer_xml(response, xml, "checked");
    return true;
}

/* POST /api/drafts/{id}/send?version=N: sends that version, or says what hinders it. */
bool
draft_send(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(stored_draft) draft =
        drafts_find(call->office->store, call->request->values[0], error);
    g_autoptr(composed) composed = NULL;
    g_autoptr(GError) reason = NULL;
    int64_t version;

    if (draft == NULL || !draft_version(call, &version, error))
        return false;
    if (version != draft->version)
        return refusal_set(error, REFUSAL_CHANGED,
                           "the draft was saved again since this page showed it: look "
                           "at it once more");
    composed = answer_check(call, draft, response, &reason);
    if (composed != NULL)
        return send_composed(call, composed, draft, response, error);
    if (reason == NULL)
        return true;
    g_propagate_error(error, g_steal_pointer(&reason));
    return false;
}

static bool
append_sent(GString *xml, const struct call *call, const struct known_leg *leg,
            GError **error)
{
    g_autoptr(outbox_item) item = outbox_find(call->office->store, leg->leg, error);

    if (item == NULL)
        return false;
    g_string_append(xml, "<document");
    xml_attribute(xml, "leg", leg->leg);
    append_agency(xml, call->office, leg->recipient,
                  g_str_equal(leg->urgency, urgency_names[URGENCY_EMERGENCY]));
    xml_attribute(xml, "urgency", leg->urgency);
    xml_attribute(xml, "state", outbox_state_text(item->state));
    xml_attribute(xml, "sha256", item->sha256);
    if (item->sequence > 0) {
        xml_number(xml, "sequence", item->sequence);
        xml_time(xml, "received", item->received_us);
    }
    if (item->state == OUTBOX_PARKED)
        xml_attribute(xml, "problem",
                      item->detail != NULL ? item->detail : item->problem);
    g_string_append(xml, "/>\n");
    return true;
}

/* GET /api/sent/{referral}: what has become of each of its documents. */
bool
sent_get(const struct call *call, struct response *response, GError **error)
{
    const char *referral = call->request->values[0];
    g_autoptr(GPtrArray) legs = legs_list(call->office->store, referral, error);
    GString *xml;

    if (legs == NULL)
        return false;
    xml = xml_begin("sent");
    for (unsigned i = 0; i < legs->len; i++) {
        const struct known_leg *leg = legs->pdata[i];

        if (!g_str_equal(leg->referral, referral) ||
            !g_str_equal(leg->referrer, office_agency(call->office)) ||
            append_sent(xml, call, leg, error))
            continue;
        g_string_free(xml, TRUE);
        return false;
    }
    answer_xml(response, xml, "sent");
    return true;
}
