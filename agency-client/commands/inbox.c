/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"
#include "agency-client/local_store/legs.h"
#include "agency-client/office/deadlines.h"
#include "agency-client/office/progress.h"
#include "agency-client/office/xml.h"
#include "common/documents/names.h"

#include <stdio.h>

static const char summary[] =
    "Referrals to us and from us that are not finished, the most urgent first, then "
    "the oldest: what is new, what is overdue and whose turn it is. Works offline; "
    "'agency-client sync' brings news.";

/* One line of the inbox. */
struct item {
    const struct known_leg *known;
    struct progress progress;
    struct deadline deadline;
    enum urgency urgency;
    int64_t offered_us;
    bool is_ours; /* our turn */
    bool is_overdue;
};

static bool
read_item(struct office *office, const struct known_leg *known, struct item *item,
          GError **error)
{
    int urgency = name_index(urgency_names, known->urgency);
    int64_t now_us = office_now(office);

    *item =
        (struct item){.known = known,
                      .urgency = urgency < 0 ? URGENCY_ROUTINE : (enum urgency)urgency,
                      .offered_us = known->offered_us};
    if (!progress_read(office, known, &item->progress, error))
        return false;
    item->deadline = deadline_of(&item->progress.leg, item->urgency, known->offered_us,
                                 known->changed_us);
    item->is_ours =
        item->deadline.is_waiting && item->deadline.who == item->progress.us;
    item->is_overdue = item->deadline.is_waiting && item->deadline.due_us < now_us;
    return true;
}

/* Urgency first, then what is our turn, then age. */
static int
compare_items(const void *one, const void *other)
{
    const struct item *a = one;
    const struct item *b = other;

    if (a->urgency != b->urgency)
        return a->urgency < b->urgency ? -1 : 1;
    if (a->is_ours != b->is_ours)
        return a->is_ours ? -1 : 1;
    if (a->is_overdue != b->is_overdue)
        return a->is_overdue ? -1 : 1;
    return (a->offered_us > b->offered_us) - (a->offered_us < b->offered_us);
}

static char *
describe_due(const struct item *item, int64_t now_us)
{
    g_autofree char *late = NULL;

    if (!item->deadline.is_waiting || item->deadline.due_us == INT64_MAX)
        return g_strdup("");
    if (!item->is_overdue)
        return print_time(item->deadline.due_us, now_us);
    late = print_age(item->deadline.due_us, now_us);
    return g_strdup_printf("OVERDUE %s", late);
}

static char *
describe_turn(const struct item *item)
{
    const char *who;

    if (item->known->is_parked)
        return g_strdup("us: look at the outbox");
    if (item->progress.is_unsent)
        return g_strdup("us: sync");
    if (!item->deadline.is_waiting)
        return g_strdup("nobody");
    who = item->is_ours ? "us" : "them";
    return g_strdup_printf("%s: %s", who, item->deadline.what);
}

static const char *
describe_state(const struct item *item)
{
    if (item->progress.is_unsent)
        return "not sent yet";
    return leg_state_names[item->progress.leg.state];
}

static void
add_row(struct table *table, const struct item *item, int64_t now_us)
{
    bool is_to_us = item->progress.us == PARTY_RECIPIENT;
    g_autofree char *id = print_id(item->known->leg);
    g_autofree char *age = print_age(item->offered_us, now_us);
    g_autofree char *due = describe_due(item, now_us);
    g_autofree char *turn = describe_turn(item);
    g_autofree char *new_count = item->known->new_count > 0
                                     ? g_strdup_printf("%d", item->known->new_count)
                                     : g_strdup("");

    table_add(table, id, new_count, urgency_names[item->urgency], describe_state(item),
              is_to_us ? "from" : "to", item->progress.partner, age, turn, due, NULL);
    if (item->urgency == URGENCY_EMERGENCY || (item->is_ours && item->is_overdue))
        table_mark_loud(table);
}

static void
print_people(struct office *office, const GArray *items)
{
    static const char *const headings[] = {"REFERRAL", "#NEW",   "URGENCY", "STATE",
                                           "",         "AGENCY", "#AGE",    "TURN",
                                           "BY",       NULL};
    g_autoptr(table) table = table_new(headings);
    int ours = 0;
    int open_count = 0;

    for (unsigned i = 0; i < items->len; i++) {
        const struct item *item = &g_array_index(items, struct item, i);

        add_row(table, item, office_now(office));
        ours += item->is_ours;
        open_count += !leg_state_is_final(item->progress.leg.state);
    }
    if (items->len == 0) {
        puts("nothing is open");
        return;
    }
    table_print(table);
    printf("\n%d open, %d waiting for us; 'agency-client show ID' opens one\n",
           open_count, ours);
}

static void
print_programs(const GArray *items)
{
    GString *xml = xml_begin("inbox");

    for (unsigned i = 0; i < items->len; i++) {
        const struct item *item = &g_array_index(items, struct item, i);

        g_string_append(xml, "<leg");
        xml_attribute(xml, "leg", item->known->leg);
        xml_attribute(xml, "referral", item->known->referral);
        xml_attribute(xml, "case", item->known->case_id);
        xml_attribute(xml, "referrer", item->known->referrer);
        xml_attribute(xml, "recipient", item->known->recipient);
        xml_attribute(xml, "mode", item->known->mode);
        xml_attribute(xml, "urgency", item->known->urgency);
        xml_attribute(xml, "state", leg_state_names[item->progress.leg.state]);
        xml_boolean(xml, "unsent", item->progress.is_unsent);
        xml_boolean(xml, "parked", item->known->is_parked);
        xml_number(xml, "new", item->known->new_count);
        xml_time(xml, "offered", item->offered_us);
        if (item->deadline.is_waiting) {
            xml_attribute(xml, "turn", leg_party_names[item->deadline.who]);
            xml_attribute(xml, "what", item->deadline.what);
            if (item->deadline.due_us != INT64_MAX)
                xml_time(xml, "due", item->deadline.due_us);
            xml_boolean(xml, "overdue", item->is_overdue);
        }
        g_string_append(xml, "/>\n");
    }
    xml_end(xml, "inbox");
}

static GArray *
read_items(struct office *office, const GPtrArray *legs, bool is_everything,
           GError **error)
{
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(struct item));

    for (unsigned i = 0; i < legs->len; i++) {
        const struct known_leg *known = legs->pdata[i];
        struct item item;

        if (!read_item(office, known, &item, error))
            return NULL;
        if (is_everything || known->new_count > 0 || known->is_parked ||
            !leg_state_is_final(item.progress.leg.state))
            g_array_append_val(items, item);
    }
    g_array_sort(items, compare_items);
    return g_steal_pointer(&items);
}

int
command_inbox(struct invocation *invocation, int argc, char **argv)
{
    gboolean is_everything = FALSE;
    const GOptionEntry entries[] = {{"all", 'a', 0, G_OPTION_ARG_NONE, &is_everything,
                                     "also what is finished", NULL},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(GPtrArray) legs = NULL;
    g_autoptr(GArray) items = NULL;
    g_autoptr(GError) error = NULL;

    if (!command_parse(invocation, &argc, &argv, entries, "", summary, 0, 0))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    legs = legs_list(office->store, NULL, &error);
    items = legs != NULL ? read_items(office, legs, is_everything, &error) : NULL;
    if (items == NULL)
        return command_fail(invocation, error);
    if (invocation->is_xml)
        print_programs(items);
    else
        print_people(office, items);
    return EXIT_DONE;
}
