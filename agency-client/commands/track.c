/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/matters.h"
#include "agency-client/commands/print.h"
#include "agency-client/commands/remark.h"
#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/holding.h"
#include "agency-client/office/letter.h"
#include "agency-client/office/progress.h"
#include "agency-client/office/xml.h"

#include <stdio.h>

static const char summary[] =
    "Where a referral or matter stands, step by step, as the exchange recorded it, "
    "with "
    "what we have said since. ID is a leg, a referral, a matter or a case; without it, "
    "all referrals in one line each. Works offline.";

static void
print_overview(struct office *office, const GPtrArray *legs)
{
    static const char *const headings[] = {"REFERRAL", "LEG", "STATE", "URGENCY",
                                           "FROM",     "TO",  "MODE",  "#AGE",
                                           "CHANGED",  NULL};
    g_autoptr(table) table = table_new(headings);
    int64_t now_us = office_now(office);

    for (unsigned i = 0; i < legs->len; i++) {
        const struct known_leg *leg = legs->pdata[i];
        g_autofree char *referral = print_id(leg->referral);
        g_autofree char *id = print_id(leg->leg);
        g_autofree char *age = print_age(leg->offered_us, now_us);
        g_autofree char *changed = print_time(leg->changed_us, now_us);

        table_add(table, referral, id,
                  leg->state[0] != '\0' ? leg->state : "not sent yet", leg->urgency,
                  leg->referrer, leg->recipient, leg->mode, age, changed, NULL);
    }
    if (legs->len == 0)
        puts("no referral is known here yet");
    else
        table_print(table);
}

/* The document was rejected by its recipient and not yet sent again. */
static bool
is_event_flagged(const struct leg_view *view, const struct leg_view_event *event)
{
    return view->is_flagged && uuid_is_equal(&view->flagged, &event->document);
}

/* What the step's own document says, if we hold it: as its sender or its reader. */
static char *
find_remark(struct office *office, const struct labels *labels, const char *id)
{
    g_autoptr(outbox_item) item = outbox_find(office->store, id, NULL);
    g_autoptr(stored_entry) entry =
        item == NULL ? mailbox_find(office->store, id, NULL) : NULL;
    g_autoptr(letter) letter = NULL;

    if (item != NULL)
        letter = letter_read(
            office, item->bytes,
            item->received_us > 0 ? item->received_us : item->queued_us, NULL);
    else if (entry != NULL && entry->bytes != NULL)
        letter = letter_read(office, entry->bytes, entry->received_us, NULL);
    return letter != NULL ? remark_of(labels, letter->document) : g_strdup("");
}

static void
add_events(struct office *office, struct table *table, const struct leg_view *view)
{
    g_autoptr(labels) labels = labels_load();
    int64_t now_us = office_now(office);

    for (size_t i = 0; i < view->event_count; i++) {
        const struct leg_view_event *event = &view->events[i];
        g_autofree char *at = print_time(event->at_us, now_us);
        bool is_flagged = is_event_flagged(view, event);
        char document[UUID_TEXT_BYTES];
        g_autofree char *id = NULL;
        g_autofree char *remark = NULL;

        uuid_write(&event->document, document);
        id = print_id(document);
        remark = find_remark(office, labels, document);
        table_add(table, at, leg_event_names[event->event],
                  leg_state_names[event->state], event->by, id,
                  is_flagged ? "could not be used: send it again" : remark, NULL);
        if (is_flagged)
            table_mark_loud(table);
    }
}

static void
add_own(struct table *table, const GPtrArray *items, const struct known_leg *known,
        int64_t now_us)
{
    for (unsigned i = 0; i < items->len; i++) {
        const struct outbox_item *item = items->pdata[i];
        g_autofree char *at = print_time(item->queued_us, now_us);
        g_autofree char *id = print_id(item->document);

        if (item->state == OUTBOX_DROPPED || item->state == OUTBOX_SUPERSEDED ||
            (item->state == OUTBOX_SENT && item->sequence <= known->changed))
            continue;
        table_add(table, at, item->step, "", "us", id,
                  item->state == OUTBOX_SENT ? "sent" : outbox_state_text(item->state),
                  NULL);
        if (item->state == OUTBOX_PARKED)
            table_mark_loud(table);
    }
}

static void
print_open_steps(const struct progress *progress)
{
    enum leg_event events[LEG_EVENTS];
    size_t count = lifecycle_open_steps(&progress->leg, progress->us, events);

    if (count == 0)
        return;
    printf("we may now:");
    for (size_t i = 0; i < count; i++)
        printf("%s %s", i == 0 ? "" : ",", leg_event_names[events[i]]);
    putchar('\n');
}

static void
print_holding(const struct holding *holding, int64_t now_us)
{
    g_autofree char *until = print_time(holding->until_us, now_us);
    char id[UUID_TEXT_BYTES];

    if (!holding->has_vacancy)
        return;
    uuid_write(&holding->vacancy, id);
    if (holding->is_over)
        printf("vacancy %s: no longer held\n", id);
    else if (!holding->is_given)
        printf("vacancy %s: asked for\n", id);
    else if (holding->until_us == 0)
        printf("vacancy %s: given\n", id);
    else if (!holding_has_lapsed(holding, now_us))
        printf("vacancy %s: held until %s; the service has to start before\n", id,
               until);
    else
        print_loud("vacancy %s: HELD NO LONGER, since %s: until the service starts, "
                   "another referral may be accepted for it",
                   id, until);
}

static void
append_holding(GString *xml, const struct holding *holding, int64_t now_us)
{
    char id[UUID_TEXT_BYTES];

    if (!holding->has_vacancy)
        return;
    uuid_write(&holding->vacancy, id);
    xml_attribute(xml, "vacancy", id);
    xml_boolean(xml, "given", holding->is_given);
    if (holding->until_us > 0)
        xml_time(xml, "holdUntil", holding->until_us);
    xml_boolean(xml, "holdLapsed", holding_has_lapsed(holding, now_us));
}

static bool
print_leg(struct office *office, const struct known_leg *known, GError **error)
{
    static const char *const headings[] = {"AT",       "STEP", "STATE", "BY",
                                           "DOCUMENT", "",     NULL};
    g_autoptr(table) table = table_new(headings);
    g_autoptr(GPtrArray) items = outbox_list_thread(office->store, known->leg, error);
    g_autoptr(leg_view) view = NULL;
    struct progress progress;
    struct holding holding;

    if (items == NULL || !progress_read(office, known, &progress, error) ||
        !holding_read(office, known->leg, &progress, &holding, error))
        return false;
    if (known->view != NULL) {
        view = leg_view_read(known->view, error);
        if (view == NULL)
            return false;
    }
    printf("leg %s  %s to %s\n", known->leg, known->referrer, known->recipient);
    printf("referral %s  case %s\n", known->referral, known->case_id);
    printf("%s, %s: %s\n", known->urgency, known->mode,
           progress.is_unsent ? "not sent yet" : leg_state_names[progress.leg.state]);
    print_holding(&holding, office_now(office));
    putchar('\n');
    if (view != NULL)
        add_events(office, table, view);
    add_own(table, items, known, office_now(office));
    table_print(table);
    print_open_steps(&progress);
    return true;
}

static bool
print_people(struct office *office, const GPtrArray *legs, const GPtrArray *matters,
             GError **error)
{
    g_autoptr(labels) labels = NULL;

    for (unsigned i = 0; i < legs->len; i++) {
        if (i > 0)
            putchar('\n');
        if (!print_leg(office, legs->pdata[i], error))
            return false;
    }
    if (matters->len > 0)
        labels = labels_load();
    for (unsigned i = 0; i < matters->len; i++) {
        if (i + legs->len > 0)
            putchar('\n');
        if (!matters_print_track(office, labels, matters->pdata[i], error))
            return false;
    }
    return true;
}

static void
append_timeline(GString *xml, const struct leg_view *view)
{
    for (size_t i = 0; i < view->event_count; i++) {
        const struct leg_view_event *event = &view->events[i];
        char document[UUID_TEXT_BYTES];

        uuid_write(&event->document, document);
        g_string_append(xml, "<event");
        xml_number(xml, "sequence", (int64_t)event->sequence);
        xml_attribute(xml, "document", document);
        xml_attribute(xml, "step", leg_event_names[event->event]);
        xml_attribute(xml, "state", leg_state_names[event->state]);
        xml_attribute(xml, "by", event->by);
        xml_time(xml, "at", event->at_us);
        xml_boolean(xml, "flagged", is_event_flagged(view, event));
        g_string_append(xml, "/>");
    }
}

static bool
append_leg(struct office *office, GString *xml, const struct known_leg *known,
           GError **error)
{
    g_autoptr(leg_view) view = NULL;
    enum leg_event events[LEG_EVENTS];
    struct progress progress;
    struct holding holding;
    size_t count;

    if (!progress_read(office, known, &progress, error) ||
        !holding_read(office, known->leg, &progress, &holding, error))
        return false;
    if (known->view != NULL) {
        view = leg_view_read(known->view, error);
        if (view == NULL)
            return false;
    }
    g_string_append(xml, "<leg");
    xml_attribute(xml, "leg", known->leg);
    xml_attribute(xml, "referral", known->referral);
    xml_attribute(xml, "case", known->case_id);
    xml_attribute(xml, "referrer", known->referrer);
    xml_attribute(xml, "recipient", known->recipient);
    xml_attribute(xml, "mode", known->mode);
    xml_attribute(xml, "urgency", known->urgency);
    xml_attribute(xml, "state", leg_state_names[progress.leg.state]);
    xml_boolean(xml, "unsent", progress.is_unsent);
    xml_number(xml, "changed", known->changed);
    xml_time(xml, "offered", known->offered_us);
    append_holding(xml, &holding, office_now(office));
    g_string_append(xml, ">");
    if (view != NULL)
        append_timeline(xml, view);
    count = lifecycle_open_steps(&progress.leg, progress.us, events);
    for (size_t i = 0; i < count; i++) {
        g_string_append(xml, "<open");
        xml_attribute(xml, "step", leg_event_names[events[i]]);
        g_string_append(xml, "/>");
    }
    g_string_append(xml, "</leg>\n");
    return true;
}

static bool
print_programs(struct office *office, const GPtrArray *legs, const GPtrArray *matters,
               GError **error)
{
    GString *xml = xml_begin("track");
    bool is_written = true;

    for (unsigned i = 0; is_written && i < legs->len; i++)
        is_written = append_leg(office, xml, legs->pdata[i], error);
    for (unsigned i = 0; is_written && i < matters->len; i++)
        is_written = matters_write_track(office, matters->pdata[i], xml, error);
    if (is_written)
        xml_end(xml, "track");
    else
        g_string_free(xml, TRUE);
    return is_written;
}

static bool
print(const struct invocation *invocation, struct office *office, const char *id,
      GError **error)
{
    g_autoptr(GPtrArray) legs = legs_list(office->store, id, error);
    g_autoptr(GPtrArray) matters =
        legs != NULL ? matters_list(office->store, id, NULL, error) : NULL;

    if (matters == NULL)
        return false;
    if (id == NULL)
        g_ptr_array_set_size(matters, 0); /* 'agency-client matters' lists them */
    if (id == NULL && !invocation->is_xml) {
        print_overview(office, legs);
        return true;
    }
    if (legs->len + matters->len == 0 && id != NULL) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "%s is a document: try 'agency-client show'", id);
        return false;
    }
    return invocation->is_xml ? print_programs(office, legs, matters, error)
                              : print_people(office, legs, matters, error);
}

int
command_track(struct invocation *invocation, int argc, char **argv)
{
    g_autoptr(office) office = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *id = NULL;

    if (!command_parse(invocation, &argc, &argv, NULL, "[ID]", summary, 0, 1))
        return EXIT_USAGE;
    office = command_open_at(invocation, argv[1], &id);
    if (office == NULL)
        return EXIT_FAILED;
    return print(invocation, office, id, &error) ? EXIT_DONE
                                                 : command_fail(invocation, error);
}
