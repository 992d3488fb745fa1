/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/matters.h"
#include "agency-client/commands/print.h"
#include "agency-client/office/inbox.h"
#include "agency-client/office/xml.h"

#include <stdio.h>

static const char summary[] =
    "Referrals to us and from us that are not finished, the most urgent first, then "
    "the oldest: what is new, what is overdue and whose turn it is; then what else "
    "waits for us. Works offline; 'agency-client sync' brings news.";

static char *
describe_due(const struct inbox_item *item, int64_t now_us)
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
describe_turn(const struct inbox_item *item)
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
describe_state(const struct inbox_item *item)
{
    if (item->progress.is_unsent)
        return "not sent yet";
    return leg_state_names[item->progress.leg.state];
}

static void
add_row(struct table *table, const struct inbox_item *item, int64_t now_us)
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
print_legs(struct office *office, const GArray *items)
{
    static const char *const headings[] = {"REFERRAL", "#NEW",   "URGENCY", "STATE",
                                           "",         "AGENCY", "#AGE",    "TURN",
                                           "BY",       NULL};
    g_autoptr(table) table = table_new(headings);
    int ours = 0;
    int open_count = 0;

    for (unsigned i = 0; i < items->len; i++) {
        const struct inbox_item *item = &g_array_index(items, struct inbox_item, i);

        add_row(table, item, office_now(office));
        ours += item->is_ours;
        open_count += !leg_state_is_final(item->progress.leg.state);
    }
    table_print(table);
    printf("\n%d open, %d waiting for us; 'agency-client show ID' opens one\n",
           open_count, ours);
}

static void
print_people(struct office *office, const struct inbox *inbox)
{
    g_autoptr(labels) labels = NULL;

    if (inbox->items->len > 0)
        print_legs(office, inbox->items);
    if (inbox->matters->items->len > 0) {
        labels = labels_load();
        if (inbox->items->len > 0)
            putchar('\n');
        matters_print_list(office, labels, inbox->matters);
    }
    if (inbox->items->len + inbox->matters->items->len == 0)
        puts("nothing is open");
}

int
command_inbox(struct invocation *invocation, int argc, char **argv)
{
    gboolean is_everything = FALSE;
    const GOptionEntry entries[] = {{"all", 'a', 0, G_OPTION_ARG_NONE, &is_everything,
                                     "also what is finished", NULL},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(inbox) inbox = NULL;
    g_autoptr(GError) error = NULL;

    if (!command_parse(invocation, &argc, &argv, entries, "", summary, 0, 0))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    inbox = inbox_read(office, is_everything, &error);
    if (inbox == NULL)
        return command_fail(invocation, error);
    if (invocation->is_xml) {
        g_autoptr(GBytes) xml = inbox_write(inbox);

        xml_print_bytes(xml);
    } else {
        print_people(office, inbox);
    }
    return EXIT_DONE;
}
