/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/matter_list.h"

#include "agency-client/office/inductions.h"
#include "agency-client/office/xml.h"

static void
item_clear(struct matter_item *item)
{
    matter_progress_clear(&item->progress);
}

static bool
is_chosen(const struct matter_item *item, enum matter_choice choice)
{
    if (choice == MATTERS_ALL || item->known->new_count > 0 || item->known->is_parked ||
        item->progress.is_unsent || item->progress.waits_for != NULL)
        return true;
    return choice == MATTERS_OPEN && !matter_is_final(&item->progress.matter);
}

/* The days of what has none come last. */
static int64_t
day_of(const struct matter_item *item)
{
    return item->progress.due_on == DATE_NONE ? INT64_MAX : item->progress.due_on;
}

static int
compare_items(const void *one, const void *other)
{
    const struct matter_item *a = one;
    const struct matter_item *b = other;
    bool is_a_ours = a->progress.waits_for != NULL;
    bool is_b_ours = b->progress.waits_for != NULL;

    if (is_a_ours != is_b_ours)
        return is_a_ours ? -1 : 1;
    if (day_of(a) != day_of(b))
        return day_of(a) < day_of(b) ? -1 : 1;
    return (a->known->opened_us > b->known->opened_us) -
           (a->known->opened_us < b->known->opened_us);
}

static const struct session_view *
find_session(const struct induction_view *view, const char *booking)
{
    const struct place_view *found = NULL;
    struct uuid id;

    for (size_t i = 0; uuid_read(booking, &id) && i < view->place_count; i++)
        if (uuid_is_equal(&view->places[i].booking, &id))
            found = &view->places[i];
    for (size_t i = 0; found != NULL && i < view->session_count; i++)
        if (uuid_is_equal(&view->sessions[i].session, &found->session))
            return &view->sessions[i];
    return NULL;
}

/* A booking names a session, and nobody says who came before that has begun. */
static void
take_session(const struct induction_view *view, struct matter_item *item,
             int64_t now_us)
{
    const struct session_view *session =
        g_str_equal(item->known->kind, kinds[KIND_INDUCTION_BOOKING].name)
            ? find_session(view, item->known->matter)
            : NULL;

    if (session == NULL)
        return;
    item->progress.due_on = date_of(session->starts_us);
    if (session->starts_us > now_us)
        item->progress.waits_for = NULL;
}

struct matter_list *
matter_list_read(struct office *office, const char *id, const char *kind,
                 enum matter_choice choice, GError **error)
{
    g_autoptr(matter_list) list = g_new0(struct matter_list, 1);
    g_autoptr(induction_view) inductions = NULL;
    g_autoptr(GError) unread = NULL;
    int32_t today = date_of(office_now(office));

    inductions = inductions_read(office, &unread);
    if (unread != NULL) {
        g_propagate_error(error, g_steal_pointer(&unread));
        return NULL;
    }
    list->matters = matters_list(office->store, id, kind, error);
    if (list->matters == NULL)
        return NULL;
    list->items = g_array_new(FALSE, FALSE, sizeof(struct matter_item));
    g_array_set_clear_func(list->items, (GDestroyNotify)item_clear);
    for (unsigned i = 0; i < list->matters->len; i++) {
        struct matter_item item = {.known = list->matters->pdata[i]};

        if (!matter_progress_read(office, item.known, &item.progress, error))
            return NULL;
        if (inductions != NULL)
            take_session(inductions, &item, office_now(office));
        item.is_overdue = item.progress.due_on != DATE_NONE &&
                          item.progress.due_on < today &&
                          !matter_is_final(&item.progress.matter);
        if (is_chosen(&item, choice))
            g_array_append_val(list->items, item);
        else
            item_clear(&item);
    }
    g_array_sort(list->items, compare_items);
    return g_steal_pointer(&list);
}

void
matter_list_free(struct matter_list *list)
{
    if (list == NULL)
        return;
    g_clear_pointer(&list->items, g_array_unref);
    g_clear_pointer(&list->matters, g_ptr_array_unref);
    g_free(list);
}

void
matter_item_write(const struct matter_item *item, GString *xml)
{
    const struct known_matter *known = item->known;
    const struct matter *matter = &item->progress.matter;
    char due_on[DATE_TEXT_BYTES];

    g_string_append(xml, "<matter");
    xml_attribute(xml, "matter", known->matter);
    xml_attribute(xml, "kind", known->kind);
    xml_attribute(xml, "group", known->group);
    xml_attribute(xml, "leg", known->leg);
    xml_attribute(xml, "case", known->case_id);
    xml_attribute(xml, "opener", known->opener);
    xml_attribute(xml, "other", known->other);
    xml_attribute(xml, "state", matter_state_name(matter->life, matter->state));
    xml_boolean(xml, "final", matter_is_final(matter));
    xml_boolean(xml, "unsent", item->progress.is_unsent);
    xml_boolean(xml, "parked", known->is_parked);
    xml_number(xml, "new", known->new_count);
    xml_number(xml, "openPoints", matter_open_points(matter));
    xml_attribute(xml, "waitsFor", item->progress.waits_for);
    xml_boolean(xml, "ours", item->progress.waits_for != NULL);
    if (item->progress.due_on != DATE_NONE) {
        date_write(item->progress.due_on, due_on);
        xml_attribute(xml, "dueOn", due_on);
        xml_boolean(xml, "overdue", item->is_overdue);
    }
    xml_time(xml, "opened", known->opened_us);
    xml_time(xml, "changed", known->changed_us);
}

void
matter_list_write(const struct matter_list *list, GString *xml)
{
    for (unsigned i = 0; i < list->items->len; i++) {
        matter_item_write(&g_array_index(list->items, struct matter_item, i), xml);
        g_string_append(xml, "/>\n");
    }
}
