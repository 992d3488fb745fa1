/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"
#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/matters.h"
#include "agency-client/office/sheets.h"
#include "agency-client/office/xml.h"
#include "common/documents/render.h"

#include <stdio.h>
#include <string.h>

static const char summary[] =
    "Shows a referral with everything said about it, or one document, with the details "
    "opened. How the client may safely be contacted and what is dangerous comes first. "
    "ID is that of a leg or of a document. Works offline.";

/* Only the details of a referral (or their release) say how to be safe. */
static void
print_warnings(const struct labels *labels, const GPtrArray *sheets)
{
    for (unsigned i = 0; i < sheets->len; i++) {
        const struct sheet *sheet = sheets->pdata[i];
        g_auto(GStrv) lines = sheet_warnings(sheet, labels);

        if (lines == NULL || lines[0] == NULL)
            continue;
        print_loud(
            "== READ FIRST ========================================================");
        for (int j = 0; lines[j] != NULL; j++)
            print_loud_wrapped(lines[j]);
        print_loud(
            "======================================================================");
        putchar('\n');
    }
}

static void
print_sheet(const struct labels *labels, const struct sheet *sheet)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    printf("-- %s", sheet->id);
    if (sheet->sequence > 0)
        printf("  no. %" G_GINT64_FORMAT, sheet->sequence);
    putchar('\n');
    if (sheet->state != NULL)
        print_loud("%s", sheet->state);
    if (sheet->problem != NULL)
        print_loud("not shown: %s", sheet->problem);
    if (sheet->letter == NULL)
        return;
    text = render_document(labels, sheet->letter->content,
                           sheet->problem == NULL ? sheet->letter->details_xml : NULL,
                           &error);
    if (text != NULL)
        fputs(text, stdout);
    else
        print_loud("not shown: %s", error->message);
}

/* First-accept, and we are the referrer: what nobody else can read yet. */
static void
print_withheld(struct office *office, const char *id)
{
    g_autoptr(withheld) held = withheld_find(office->store, id, NULL);

    if (held == NULL)
        return;
    if (held->released == NULL)
        printf("\nThe details are held back here, sealed, until an agency has "
               "accepted.\n");
    else {
        g_autofree char *with = print_id(held->released);

        printf("\nThe details went to %s with %s.\n", held->recipient, with);
    }
}

static void
print_people(struct office *office, const GPtrArray *sheets, const char *id)
{
    g_autoptr(labels) labels = labels_load();

    print_warnings(labels, sheets);
    for (unsigned i = 0; i < sheets->len; i++) {
        if (i > 0)
            putchar('\n');
        print_sheet(labels, sheets->pdata[i]);
    }
    print_withheld(office, id);
}

static bool
add_thread(struct office *office, const char *thread, GPtrArray *sheets, GError **error)
{
    return sheets_add_thread(office, thread, sheets, error) &&
           mailbox_mark_seen(office->store, thread, error);
}

/* A referral, a case or a group stands for all its legs and matters. */
static bool
collect_sheets(struct office *office, const char *id, GPtrArray *sheets, GError **error)
{
    g_autoptr(GPtrArray) legs = legs_list(office->store, id, error);
    g_autoptr(GPtrArray) matters =
        legs != NULL ? matters_list(office->store, id, NULL, error) : NULL;

    if (matters == NULL)
        return false;
    if (legs->len + matters->len == 0)
        return sheets_add_document(office, id, sheets, error);
    for (unsigned i = 0; i < legs->len; i++)
        if (!add_thread(office, ((struct known_leg *)legs->pdata[i])->leg, sheets,
                        error))
            return false;
    for (unsigned i = 0; i < matters->len; i++)
        if (!add_thread(office, ((struct known_matter *)matters->pdata[i])->matter,
                        sheets, error))
            return false;
    return true;
}

int
command_show(struct invocation *invocation, int argc, char **argv)
{
    g_autoptr(office) office = NULL;
    g_autoptr(GPtrArray) sheets = sheets_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *id = NULL;

    if (!command_parse(invocation, &argc, &argv, NULL, "ID", summary, 1, 1))
        return EXIT_USAGE;
    office = command_open_at(invocation, argv[1], &id);
    if (office == NULL)
        return EXIT_FAILED;
    if (office_keys(office, &error) == NULL ||
        !collect_sheets(office, id, sheets, &error))
        return command_fail(invocation, error);
    if (invocation->is_xml) {
        GString *xml = xml_begin("show");

        sheets_write(xml, sheets);
        xml_end(xml, "show");
    } else {
        print_people(office, sheets, id);
    }
    return EXIT_DONE;
}
