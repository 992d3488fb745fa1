/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"
#include "agency-client/commands/send.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/xml.h"

#include <stdio.h>

static const char summary[] =
    "Without words: what has not been sent. A parked document was refused, or stands "
    "behind one that was: 'retry ID' sends the same bytes again, 'drop ID' gives it "
    "up.";

static void
print_problem(const struct outbox_item *item)
{
    g_autofree char *id = print_id(item->document);

    if (item->detail == NULL)
        return;
    printf("\n%s was refused (%s):\n", id, item->problem);
    print_wrapped(2, item->detail);
    send_print_advice(item);
}

/* Queued, yet standing behind a parked document of its case. */
static bool
is_behind(const GPtrArray *items, unsigned index)
{
    const struct outbox_item *item = items->pdata[index];

    for (unsigned i = 0; i < index; i++) {
        const struct outbox_item *earlier = items->pdata[i];

        if (earlier->state == OUTBOX_PARKED &&
            g_str_equal(earlier->case_id, item->case_id))
            return true;
    }
    return false;
}

static const char *
state_words(const GPtrArray *items, unsigned index)
{
    const struct outbox_item *item = items->pdata[index];

    if (item->state == OUTBOX_QUEUED && is_behind(items, index))
        return "queued behind a parked one";
    if (item->state == OUTBOX_QUEUED && item->is_tried)
        return "queued, tried";
    return outbox_state_text(item->state);
}

static void
print_people(struct office *office, const GPtrArray *items)
{
    static const char *const headings[] = {"DOCUMENT", "WHAT",  "TO",
                                           "QUEUED",   "STATE", NULL};
    g_autoptr(table) table = table_new(headings);

    for (unsigned i = 0; i < items->len; i++) {
        const struct outbox_item *item = items->pdata[i];
        g_autofree char *id = print_id(item->document);
        g_autofree char *age = print_age(item->queued_us, office_now(office));

        table_add(table, id, item->step, item->recipient, age, state_words(items, i),
                  NULL);
        if (item->state == OUTBOX_PARKED)
            table_mark_loud(table);
    }
    if (items->len == 0)
        puts("the outbox is empty: everything has been sent");
    else
        table_print(table);
    for (unsigned i = 0; i < items->len; i++) {
        const struct outbox_item *item = items->pdata[i];

        if (item->state == OUTBOX_PARKED)
            print_problem(item);
    }
}

static void
print_programs(const GPtrArray *items)
{
    GString *xml = xml_begin("outbox");

    for (unsigned i = 0; i < items->len; i++)
        send_write_item(xml, items->pdata[i]);
    xml_end(xml, "outbox");
}

static int
change(struct invocation *invocation, struct office *office, const char *verb,
       const char *prefix)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *id = command_find_id(office, prefix, &error);
    bool is_retry = g_str_equal(verb, "retry");

    if (id == NULL)
        return command_fail(invocation, error);
    if (!(is_retry ? outbox_retry : outbox_drop)(office->store, id, &error))
        return command_fail(invocation, error);
    if (is_retry)
        printf("%s is queued again: 'agency-client sync' sends it\n", id);
    else
        printf("%s is given up; it stays in the records\n", id);
    return EXIT_DONE;
}

int
command_outbox(struct invocation *invocation, int argc, char **argv)
{
    gboolean is_everything = FALSE;
    const GOptionEntry entries[] = {{"all", 'a', 0, G_OPTION_ARG_NONE, &is_everything,
                                     "also what was sent, dropped or replaced", NULL},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(GPtrArray) items = NULL;
    g_autoptr(GError) error = NULL;

    if (!command_parse(invocation, &argc, &argv, entries, "[retry ID | drop ID]",
                       summary, 0, 2))
        return EXIT_USAGE;
    if (argc != 1 && (argc != 3 || (!g_str_equal(argv[1], "retry") &&
                                    !g_str_equal(argv[1], "drop")))) {
        fprintf(stderr, "usage: agency-client outbox [retry ID | drop ID]\n");
        return EXIT_USAGE;
    }
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    if (argc == 3)
        return change(invocation, office, argv[1], argv[2]);
    items = outbox_list(office->store, is_everything, &error);
    if (items == NULL)
        return command_fail(invocation, error);
    if (invocation->is_xml)
        print_programs(items);
    else
        print_people(office, items);
    return EXIT_DONE;
}
