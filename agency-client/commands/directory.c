/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"
#include "agency-client/office/xml.h"

#include <stdio.h>

static const char summary[] =
    "The agencies of the partnership, as the exchange last listed them and the pinned "
    "authority proves them. Reads what is stored; --refresh asks the exchange first.";

static void
print_people(struct office *office, const struct address_book *book)
{
    static const char *const headings[] = {"AGENCY", "NAME",      "KIND",
                                           "STATUS", "EMERGENCY", NULL};
    g_autoptr(table) table = table_new(headings);
    g_autofree char *age = print_age(book->fetched_us, office_now(office));

    for (size_t i = 0; i < book->view->agency_count; i++) {
        const struct registration *agency = &book->view->agencies[i];

        table_add(
            table, agency->agency, agency->name, agency_kind_names[agency->agency_kind],
            agency_status_names[agency->status], agency->emergency_telephone, NULL);
    }
    table_print(table);
    printf("\nlast changed here %s ago; every certificate was checked against the "
           "pinned authority\n",
           age);
}

int
command_directory(struct invocation *invocation, int argc, char **argv)
{
    gboolean is_refreshing = FALSE;
    const GOptionEntry entries[] = {{"refresh", 'r', 0, G_OPTION_ARG_NONE,
                                     &is_refreshing, "ask the exchange first", NULL},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(GError) error = NULL;
    const struct address_book *book;

    if (!command_parse(invocation, &argc, &argv, entries, "", summary, 0, 0))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    if ((is_refreshing || office_book_if_any(office) == NULL) &&
        !office_refresh_book(office, &error))
        return command_fail(invocation, error);
    book = office_book(office, &error);
    if (book == NULL)
        return command_fail(invocation, error);
    if (invocation->is_xml) {
        g_autoptr(GBytes) xml = directory_view_write(book->view);

        xml_print_bytes(xml);
    } else {
        print_people(office, book);
    }
    return EXIT_DONE;
}
