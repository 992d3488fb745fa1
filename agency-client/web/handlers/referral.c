/* SPDX-License-Identifier: Apache-2.0 */
/* One referral as its parties see it, and the steps that are taken with it. */
#include "agency-client/local_store/activity.h"
#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/office/compose.h"
#include "agency-client/office/progress.h"
#include "agency-client/office/sheets.h"
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "agency-client/web/operations.h"
#include "agency-client/web/sending.h"
#include "common/documents/labels.h"
#include "common/documents/referral_view.h"
#include "common/documents/refusal.h"
#include "common/documents/warnings.h"

static void
append_leg(GString *xml, const struct known_leg *known, const struct progress *progress)
{
    g_string_append(xml, "<leg");
    xml_attribute(xml, "leg", known->leg);
    xml_attribute(xml, "referral", known->referral);
    xml_attribute(xml, "partner", progress->partner);
    xml_boolean(xml, "toUs", progress->us == PARTY_RECIPIENT);
    xml_attribute(xml, "mode", known->mode);
    xml_attribute(xml, "urgency", known->urgency);
    xml_attribute(xml, "state", leg_state_names[progress->leg.state]);
    xml_boolean(xml, "unsent", progress->is_unsent);
    g_string_append(xml, "/>\n");
}

/* What we may do next, judged by the table that the exchange will judge it by. */
static void
append_open_steps(GString *xml, const struct progress *progress)
{
    enum leg_event events[LEG_EVENTS];
    size_t count = lifecycle_open_steps(&progress->leg, progress->us, events);

    for (size_t i = 0; i < count; i++) {
        g_string_append(xml, "<open");
        xml_attribute(xml, "step", leg_event_names[events[i]]);
        g_string_append(xml, "/>\n");
    }
}

static bool
append_timeline(GString *xml, const struct known_leg *known, GError **error)
{
    g_autoptr(leg_view) view = NULL;

    if (known->view == NULL)
        return true;
    view = leg_view_read(known->view, error);
    if (view == NULL)
        return false;
    for (size_t i = 0; i < view->event_count; i++) {
        const struct leg_view_event *event = &view->events[i];

        g_string_append(xml, "<event");
        xml_attribute(xml, "step", leg_event_names[event->event]);
        xml_attribute(xml, "state", leg_state_names[event->state]);
        xml_attribute(xml, "by", event->by);
        xml_time(xml, "at", event->at_us);
        g_string_append(xml, "/>\n");
    }
    return true;
}

/* How the client may safely be contacted, and what is dangerous: read first. */
static void
append_warnings(GString *xml, const GPtrArray *sheets, const struct labels *labels)
{
    for (unsigned i = 0; i < sheets->len; i++) {
        const struct sheet *sheet = sheets->pdata[i];
        g_auto(GStrv) lines = sheet_warnings(sheet, labels);

        for (int j = 0; lines != NULL && lines[j] != NULL; j++) {
            g_autofree char *escaped = g_markup_escape_text(lines[j], -1);

            g_string_append_printf(xml, "<warning>%s</warning>\n", escaped);
        }
    }
}

static bool
append_referral(GString *xml, const struct call *call, const struct known_leg *known,
                const GPtrArray *sheets, GError **error)
{
    struct progress progress;

    if (!progress_read(call->office, known, &progress, error))
        return false;
    append_leg(xml, known, &progress);
    append_open_steps(xml, &progress);
    append_warnings(xml, sheets, call->web->labels);
    sheets_write(xml, sheets);
    return append_timeline(xml, known, error);
}

/* What comes while nobody is there stays new. */
static bool
mark_seen(const struct call *call, const char *leg, GError **error)
{
    return operation_is_unattended(call->request) ||
           mailbox_mark_seen(call->office->store, leg, error);
}

/* GET /api/referrals/{id}: one leg, opened; who opened it is noted. */
bool
referral_get(const struct call *call, struct response *response, GError **error)
{
    const char *leg = call->request->values[0];
    g_autoptr(known_leg) known = legs_find(call->office->store, leg, error);
    g_autoptr(GPtrArray) sheets = NULL;
    GString *xml;

    if (known == NULL || office_keys(call->office, error) == NULL)
        return false;
    sheets = sheets_new();
    if (!sheets_add_thread(call->office, leg, sheets, error) ||
        !mark_seen(call, leg, error) ||
        !note_activity(call, call->session->actor, ACTIVITY_OPENED, leg, error))
        return false;
    xml = xml_begin("referral");
    if (append_referral(xml, call, known, sheets, error)) {
        answer_xml(response, xml, "referral");
        return true;
    }
    g_string_free(xml, TRUE);
    return false;
}

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
    g_autofree char *action = g_strconcat("wrote ", item->step, NULL);

    if (!compose_queue(call->office, composed, error) ||
        !note_activity(call, call->session->actor, action, item->thread, error))
        return false;
    sending_try(call);
    return answer_queued(call, item, response, error);
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
    enum kind kind;

    if (known == NULL)
        return false;
    if (!kind_find(call->request->values[1], &kind))
        return refusal_set(error, REFUSAL_NOT_FOUND, "there is no such kind");
    composed = compose_step(call->office, known, call->request->body, kind, NULL,
                            violations, &wrong);
    if (composed != NULL)
        return send_queued(call, composed, response, error);
    operation_refuse(call->request, wrong, violations, response);
    return true;
}
