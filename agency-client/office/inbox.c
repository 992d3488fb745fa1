/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/inbox.h"

#include "agency-client/local_store/outbox.h"
#include "agency-client/office/xml.h"
#include "common/documents/names.h"

struct inbox_item
inbox_item_make(const struct known_leg *known, const struct progress *progress,
                int64_t now_us, GTimeZone *zone)
{
    int urgency = name_index(urgency_names, known->urgency);
    struct inbox_item item = {.known = known,
                              .progress = *progress,
                              .urgency =
                                  urgency < 0 ? URGENCY_ROUTINE : (enum urgency)urgency,
                              .offered_us = known->offered_us};

    item.deadline = deadline_of(&item.progress.leg, item.urgency, known->offered_us,
                                known->changed_us, zone);
    item.is_ours = item.deadline.is_waiting && item.deadline.who == item.progress.us;
    item.is_overdue = item.deadline.is_waiting && item.deadline.due_us < now_us;
    return item;
}

static bool
read_item(struct office *office, const struct known_leg *known, GHashTable *ahead,
          GTimeZone *zone, struct inbox_item *item, GError **error)
{
    struct progress progress;

    if (!progress_glance(office, known, ahead, &progress, error))
        return false;
    *item = inbox_item_make(known, &progress, office_now(office), zone);
    return true;
}

/* Urgency first, then what is our turn, then age. */
static int
compare_items(const void *one, const void *other)
{
    const struct inbox_item *a = one;
    const struct inbox_item *b = other;

    if (a->urgency != b->urgency)
        return a->urgency < b->urgency ? -1 : 1;
    if (a->is_ours != b->is_ours)
        return a->is_ours ? -1 : 1;
    if (a->is_overdue != b->is_overdue)
        return a->is_overdue ? -1 : 1;
    return (a->offered_us > b->offered_us) - (a->offered_us < b->offered_us);
}

struct inbox *
inbox_read(struct office *office, bool is_everything, GError **error)
{
    g_autoptr(inbox) inbox = g_new0(struct inbox, 1);
    g_autoptr(GTimeZone) zone = g_time_zone_new_local();
    g_autoptr(GHashTable) ahead = NULL;
    int64_t told;

    if (!legs_read_cursor(office->store, &told, error))
        return NULL;
    ahead = outbox_list_ahead(office->store, told, error);
    inbox->legs = ahead != NULL ? legs_list(office->store, NULL, error) : NULL;
    if (inbox->legs == NULL)
        return NULL;
    inbox->items = g_array_new(FALSE, FALSE, sizeof(struct inbox_item));
    for (unsigned i = 0; i < inbox->legs->len; i++) {
        const struct known_leg *known = inbox->legs->pdata[i];
        struct inbox_item item;

        if (!read_item(office, known, ahead, zone, &item, error))
            return NULL;
        if (is_everything || inbox_item_is_ours(&item) || !inbox_item_is_final(&item))
            g_array_append_val(inbox->items, item);
    }
    g_array_sort(inbox->items, compare_items);
    inbox->matters = matter_list_read(
        office, NULL, NULL, is_everything ? MATTERS_ALL : MATTERS_OURS, error);
    if (inbox->matters == NULL)
        return NULL;
    return g_steal_pointer(&inbox);
}

void
inbox_free(struct inbox *inbox)
{
    if (inbox == NULL)
        return;
    g_clear_pointer(&inbox->items, g_array_unref);
    g_clear_pointer(&inbox->matters, matter_list_free);
    g_clear_pointer(&inbox->legs, g_ptr_array_unref);
    g_free(inbox);
}

bool
inbox_item_is_final(const struct inbox_item *item)
{
    return leg_state_is_final(item->progress.leg.state);
}

bool
inbox_item_is_ours(const struct inbox_item *item)
{
    return item->is_ours || item->known->new_count > 0 || item->known->is_parked;
}

void
inbox_item_write(const struct inbox_item *item, GString *xml)
{
    const struct known_leg *known = item->known;

    g_string_append(xml, "<leg");
    xml_attribute(xml, "leg", known->leg);
    xml_attribute(xml, "referral", known->referral);
    xml_attribute(xml, "case", known->case_id);
    xml_attribute(xml, "referrer", known->referrer);
    xml_attribute(xml, "recipient", known->recipient);
    xml_attribute(xml, "mode", known->mode);
    xml_attribute(xml, "urgency", known->urgency);
    xml_attribute(xml, "state", leg_state_names[item->progress.leg.state]);
    xml_boolean(xml, "unsent", item->progress.is_unsent);
    xml_boolean(xml, "parked", known->is_parked);
    xml_number(xml, "new", known->new_count);
    xml_time(xml, "offered", item->offered_us);
    inbox_item_write_turn(item, xml);
}

void
inbox_item_write_turn(const struct inbox_item *item, GString *xml)
{
    xml_boolean(xml, "ours", item->is_ours);
    if (!item->deadline.is_waiting)
        return;
    xml_attribute(xml, "turn", leg_party_names[item->deadline.who]);
    xml_attribute(xml, "what", item->deadline.what);
    if (item->deadline.due_us != INT64_MAX)
        xml_time(xml, "due", item->deadline.due_us);
    xml_boolean(xml, "overdue", item->is_overdue);
}

GBytes *
inbox_write(const struct inbox *inbox)
{
    GString *xml = xml_begin("inbox");

    for (unsigned i = 0; i < inbox->items->len; i++) {
        inbox_item_write(&g_array_index(inbox->items, struct inbox_item, i), xml);
        g_string_append(xml, "/>\n");
    }
    matter_list_write(inbox->matters, xml);
    return xml_finish(xml, "inbox");
}
