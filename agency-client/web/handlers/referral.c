/* SPDX-License-Identifier: Apache-2.0 */
/* One referral as its parties see it. */
#include "agency-client/local_store/activity.h"
#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/inbox.h"
#include "agency-client/office/progress.h"
#include "agency-client/office/sheets.h"
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "agency-client/web/news.h"
#include "agency-client/web/operations.h"
#include "common/documents/client_name.h"
#include "common/documents/labels.h"
#include "common/documents/referral_view.h"
#include "common/documents/warnings.h"

/* Whom it is about, if any of the details that we may read say so. */
static void
append_name(GString *xml, const GPtrArray *sheets)
{
    for (unsigned i = 0; i < sheets->len; i++) {
        const struct sheet *sheet = sheets->pdata[i];
        g_auto(client_name_auto) name = {0};

        if (sheet->letter != NULL && sheet->letter->details_xml != NULL &&
            client_name_read(sheet->letter->details_xml, &name)) {
            xml_attribute(xml, "name", name.shown);
            return;
        }
    }
}

static void
append_leg(GString *xml, const struct call *call, const struct known_leg *known,
           const struct progress *progress, const GPtrArray *sheets)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_local();
    const struct inbox_item item =
        inbox_item_make(known, progress, office_now(call->office), zone);

    g_string_append(xml, "<leg");
    append_name(xml, sheets);
    xml_attribute(xml, "leg", known->leg);
    xml_attribute(xml, "referral", known->referral);
    xml_attribute(xml, "partner", progress->partner);
    xml_boolean(xml, "toUs", progress->us == PARTY_RECIPIENT);
    xml_attribute(xml, "mode", known->mode);
    xml_attribute(xml, "urgency", known->urgency);
    xml_attribute(xml, "state", leg_state_names[progress->leg.state]);
    xml_boolean(xml, "unsent", progress->is_unsent);
    inbox_item_write_turn(&item, xml);
    g_string_append(xml, "/>\n");
}

/* What the parties are called. */
static void
append_agency(GString *xml, struct office *office, const char *agency)
{
    const struct address_book *book = office_book_if_any(office);
    const struct registration *found =
        book != NULL ? address_book_find(book, agency) : NULL;

    g_string_append(xml, "<agency");
    xml_attribute(xml, "id", agency);
    xml_attribute(xml, "name", found != NULL ? found->name : agency);
    if (found != NULL)
        xml_attribute(xml, "emergency", found->emergency_telephone);
    g_string_append(xml, "/>\n");
}

/* Who stands behind the references in what we send; others' we cannot know. */
static bool
append_people(GString *xml, struct office *office, GError **error)
{
    g_autoptr(GPtrArray) members = staff_list(office->store, error);

    for (unsigned i = 0; members != NULL && i < members->len; i++) {
        const struct member *member = members->pdata[i];

        g_string_append(xml, "<person");
        xml_attribute(xml, "actor", member->actor);
        xml_attribute(xml, "name", member->name);
        g_string_append(xml, "/>\n");
    }
    return members != NULL;
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
append_told(GString *xml, const struct known_leg *known, GError **error)
{
    g_autoptr(leg_view) view = NULL;

    if (known->view == NULL)
        return true;
    view = leg_view_read(known->view, error);
    if (view == NULL)
        return false;
    for (size_t i = 0; i < view->event_count; i++) {
        const struct leg_view_event *event = &view->events[i];
        char document[UUID_TEXT_BYTES];

        uuid_write(&event->document, document);
        g_string_append(xml, "<event");
        xml_attribute(xml, "document", document);
        xml_attribute(xml, "step", leg_event_names[event->event]);
        xml_attribute(xml, "state", leg_state_names[event->state]);
        xml_attribute(xml, "by", event->by);
        xml_time(xml, "at", event->at_us);
        g_string_append(xml, "/>\n");
    }
    return true;
}

/* What we have said and the exchange has not told back; what it refused stands apart.
 */
static void
append_untold(GString *xml, const struct call *call, const struct known_leg *known,
              const struct outbox_item *item)
{
    enum leg_event event;

    if (item->state == OUTBOX_PARKED) {
        g_string_append(xml, "<parked");
        xml_attribute(xml, "document", item->document);
        xml_attribute(xml, "step", item->step);
        xml_attribute(xml, "problem", item->problem);
        xml_attribute(xml, "detail", item->detail);
        g_string_append(xml, "/>\n");
    }
    if (!(item->state == OUTBOX_QUEUED ||
          (item->state == OUTBOX_SENT && item->sequence > known->changed)) ||
        !progress_find_event(item->step, &event))
        return;
    g_string_append(xml, "<event");
    xml_attribute(xml, "document", item->document);
    xml_attribute(xml, "step", item->step);
    xml_attribute(xml, "by", office_agency(call->office));
    xml_time(xml, "at", item->received_us > 0 ? item->received_us : item->queued_us);
    xml_boolean(xml, "waiting", item->state == OUTBOX_QUEUED);
    g_string_append(xml, "/>\n");
}

static bool
append_timeline(GString *xml, const struct call *call, const struct known_leg *known,
                GError **error)
{
    g_autoptr(GPtrArray) items =
        outbox_list_thread(call->office->store, known->leg, error);

    if (items == NULL || !append_told(xml, known, error))
        return false;
    for (unsigned i = 0; i < items->len; i++)
        append_untold(xml, call, known, items->pdata[i]);
    return true;
}

/* How the client may safely be contacted, and what is dangerous: read first. */
static void
append_warnings(GString *xml, const struct labels *labels, const GPtrArray *sheets)
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
    append_leg(xml, call, known, &progress, sheets);
    append_agency(xml, call->office, known->referrer);
    append_agency(xml, call->office, known->recipient);
    append_open_steps(xml, &progress);
    append_warnings(xml, call->web->labels, sheets);
    sheets_write(xml, sheets);
    return append_people(xml, call->office, error) &&
           append_timeline(xml, call, known, error);
}

/* What comes while nobody is there stays new; everybody's count is another afterwards.
 */
static bool
mark_seen(const struct call *call, const struct known_leg *known, GError **error)
{
    if (known->new_count == 0 || operation_is_unattended(call->request))
        return true;
    if (!mailbox_mark_seen(call->office->store, known->leg, error))
        return false;
    news_tell(call->web->news);
    return true;
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
        !mark_seen(call, known, error) ||
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
