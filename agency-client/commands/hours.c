/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/kinds.h"
#include "agency-client/commands/print.h"
#include "agency-client/office/hours_account.h"
#include "agency-client/office/xml.h"
#include "common/documents/labels.h"

#include <stdio.h>
#include <stdlib.h>

static const char summary[] =
    "What has become of bought hours: delivered, approved, paid, what is left of them "
    "and what should be, and how many days a payment took. ID is that of an order or "
    "of a case; without it, all orders. Works offline. What else is done with hours "
    "('hours buy', 'state', 'approve', 'query', 'withdraw', 'pay', 'decline', 'close') "
    "has a --help of its own.";

/* "6.5", "-1.25"; the caller frees it. */
static char *
hours_text(int hundredths)
{
    int whole = abs(hundredths) / 100;
    int rest = abs(hundredths) % 100;
    const char *sign = hundredths < 0 ? "-" : "";

    if (rest == 0)
        return g_strdup_printf("%s%d", sign, whole);
    if (rest % 10 == 0)
        return g_strdup_printf("%s%d.%d", sign, whole, rest / 10);
    return g_strdup_printf("%s%d.%02d", sign, whole, rest);
}

static char *
date_text(int32_t on)
{
    char text[DATE_TEXT_BYTES];

    if (on == DATE_NONE)
        return NULL;
    date_write(on, text);
    return g_strdup(text);
}

static char *
days_text(int days)
{
    return days < 0 ? NULL : g_strdup_printf("%d", days);
}

static void
add_order(struct table *table, const struct labels *labels,
          const struct hours_account *account)
{
    const struct burn_down *sum = &account->sum;
    g_autofree char *id = print_id(account->id);
    g_autofree char *bought = hours_text(sum->bought_hundredths);
    g_autofree char *stated = hours_text(sum->stated_hundredths);
    g_autofree char *approved = hours_text(sum->approved_hundredths);
    g_autofree char *paid = hours_text(sum->paid_hundredths);
    g_autofree char *left = hours_text(sum->left_hundredths);
    g_autofree char *until = date_text(account->order.end_on);
    g_autofree char *days = days_text(sum->median_days);
    g_autofree char *with =
        g_strdup_printf("%s %s", account->is_ours ? "from" : "for", account->partner);

    table_add(table, id, with, labels_code(labels, "need", account->need), bought,
              stated, approved, paid, left, until, days != NULL ? days : "",
              account->state, NULL);
    if (sum->left_hundredths < 0)
        table_mark_loud(table);
}

static void
add_line(struct table *table, const struct burn_line *line)
{
    g_autofree char *id = print_id(line->id);
    g_autofree char *number = g_strdup_printf("%d", line->number);
    g_autofree char *from = date_text(line->from_on);
    g_autofree char *to = date_text(line->to_on);
    g_autofree char *hours = hours_text(line->hours_hundredths);
    g_autofree char *left = hours_text(line->left_hundredths);
    g_autofree char *planned = hours_text(line->planned_hundredths);
    g_autofree char *paid = date_text(line->paid_on);
    g_autofree char *days = days_text(line->days);

    table_add(table, number, from, to, hours, left, planned, line->state,
              paid != NULL ? paid : "", days != NULL ? days : "", id, NULL);
    if (line->left_hundredths < 0)
        table_mark_loud(table);
}

static void
print_lines(const struct hours_account *account)
{
    static const char *const headings[] = {"#NO",   "FROM",     "TO",    "#HOURS",
                                           "#LEFT", "#PLANNED", "STATE", "PAID",
                                           "#DAYS", "ID",       NULL};
    g_autoptr(table) table = table_new(headings);

    putchar('\n');
    for (unsigned i = 0; i < account->lines->len; i++)
        add_line(table, account->lines->pdata[i]);
    if (account->lines->len > 0)
        table_print(table);
    else
        puts("No hours are stated yet.");
    if (account->sum.left_hundredths < 0)
        print_loud("More hours are stated than were bought: agree a further order.");
}

/* One order is shown with its statements. */
static void
print_people(const GPtrArray *accounts)
{
    static const char *const headings[] = {"ORDER",   "HOURS",     "NEED",  "#BOUGHT",
                                           "#STATED", "#APPROVED", "#PAID", "#LEFT",
                                           "UNTIL",   "#DAYS",     "STATE", NULL};
    g_autoptr(labels) labels = labels_load();
    g_autoptr(table) table = table_new(headings);

    if (accounts->len == 0) {
        puts("No hours were bought.");
        return;
    }
    for (unsigned i = 0; i < accounts->len; i++)
        add_order(table, labels, accounts->pdata[i]);
    table_print(table);
    if (accounts->len == 1)
        print_lines(accounts->pdata[0]);
}

static void
append_hours(GString *xml, const char *name, int hundredths)
{
    g_autofree char *text = hours_text(hundredths);

    xml_attribute(xml, name, text);
}

static void
append_date(GString *xml, const char *name, int32_t on)
{
    g_autofree char *text = date_text(on);

    xml_attribute(xml, name, text);
}

static void
append_line(GString *xml, const struct burn_line *line)
{
    g_string_append(xml, "<statement");
    xml_attribute(xml, "id", line->id);
    xml_number(xml, "number", line->number);
    append_date(xml, "from", line->from_on);
    append_date(xml, "to", line->to_on);
    append_hours(xml, "hours", line->hours_hundredths);
    append_hours(xml, "left", line->left_hundredths);
    append_hours(xml, "planned", line->planned_hundredths);
    xml_attribute(xml, "state", line->state);
    append_date(xml, "statedOn", line->stated_on);
    append_date(xml, "paidOn", line->paid_on);
    if (line->days >= 0)
        xml_number(xml, "days", line->days);
    g_string_append(xml, "/>\n");
}

static void
append_account(GString *xml, const struct hours_account *account)
{
    const struct burn_down *sum = &account->sum;

    g_string_append(xml, "<order");
    xml_attribute(xml, "id", account->id);
    xml_attribute(xml, "with", account->partner);
    xml_boolean(xml, "bought-by-us", account->is_ours);
    xml_attribute(xml, "need", account->need);
    xml_attribute(xml, "state", account->state);
    append_date(xml, "startOn", account->order.start_on);
    append_date(xml, "endOn", account->order.end_on);
    append_hours(xml, "bought", sum->bought_hundredths);
    append_hours(xml, "stated", sum->stated_hundredths);
    append_hours(xml, "approved", sum->approved_hundredths);
    append_hours(xml, "paid", sum->paid_hundredths);
    append_hours(xml, "left", sum->left_hundredths);
    if (sum->median_days >= 0) {
        xml_number(xml, "medianDays", sum->median_days);
        xml_number(xml, "longestDays", sum->longest_days);
    }
    g_string_append(xml, ">\n");
    for (unsigned i = 0; i < account->lines->len; i++)
        append_line(xml, account->lines->pdata[i]);
    g_string_append(xml, "</order>\n");
}

static void
print_programs(const GPtrArray *accounts)
{
    GString *xml = xml_begin("hours");

    for (unsigned i = 0; i < accounts->len; i++)
        append_account(xml, accounts->pdata[i]);
    xml_end(xml, "hours");
}

int
command_hours(struct invocation *invocation, int argc, char **argv)
{
    g_autoptr(office) office = NULL;
    g_autoptr(GPtrArray) accounts = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *id = NULL;

    if (argc > 1 && kinds_have_verb(argv[0], argv[1]))
        return command_kind(invocation, argc, argv);
    if (!command_parse(invocation, &argc, &argv, NULL, "[ID]", summary, 0, 1))
        return EXIT_USAGE;
    office = command_open_at(invocation, argv[1], &id);
    if (office == NULL)
        return EXIT_FAILED;
    accounts = hours_accounts_read(office, id, &error);
    if (accounts == NULL)
        return command_fail(invocation, error);
    if (invocation->is_xml)
        print_programs(accounts);
    else
        print_people(accounts);
    return EXIT_DONE;
}
