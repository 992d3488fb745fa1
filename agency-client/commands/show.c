/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"
#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/lapse.h"
#include "agency-client/office/letter.h"
#include "agency-client/office/xml.h"
#include "common/documents/render.h"
#include "common/documents/warnings.h"

#include <stdio.h>
#include <string.h>

static const char summary[] =
    "Shows a referral with everything said about it, or one document, with the details "
    "opened. How the client may safely be contacted and what is dangerous comes first. "
    "ID is that of a leg or of a document. Works offline.";

/* One document on the table. */
struct sheet {
    int64_t sequence; /* 0: not at the exchange yet */
    char *id;
    char *state; /* what is unusual about it, or NULL */
    struct letter *letter;
    char *problem; /* why it cannot be shown; NULL when it can */
};

static void
sheet_free(struct sheet *sheet)
{
    g_clear_pointer(&sheet->letter, letter_free);
    g_free(sheet->id);
    g_free(sheet->state);
    g_free(sheet->problem);
    g_free(sheet);
}

static void
read_sheet(struct office *office, struct sheet *sheet, GBytes *bytes, int64_t at_us)
{
    g_autoptr(GError) error = NULL;

    sheet->letter = letter_read(office, bytes, at_us, &error);
    if (sheet->letter != NULL && lapse_is_over(office, sheet->letter))
        sheet->problem = g_strdup("the view of these cases has ended");
    else if (sheet->letter == NULL || !letter_open(office, sheet->letter, &error))
        sheet->problem = g_strdup(error->message);
}

static void
add_entry(struct office *office, GPtrArray *sheets, const struct stored_entry *entry)
{
    struct sheet *sheet = g_new0(struct sheet, 1);

    sheet->sequence = entry->sequence;
    sheet->id = g_strdup(entry->document);
    g_ptr_array_add(sheets, sheet);
    if (entry->state == ENTRY_REJECTED)
        sheet->state = g_strdup_printf("could not be used: %s", entry->reason);
    if (entry->bytes != NULL)
        read_sheet(office, sheet, entry->bytes, entry->received_us);
    else
        sheet->problem =
            g_strdup(entry->reason != NULL ? entry->reason : "not held here");
}

static void
add_item(struct office *office, GPtrArray *sheets, const struct outbox_item *item)
{
    struct sheet *sheet = g_new0(struct sheet, 1);

    sheet->sequence = item->sequence;
    sheet->id = g_strdup(item->document);
    if (item->state != OUTBOX_SENT)
        sheet->state = g_strdup_printf("ours, %s", outbox_state_text(item->state));
    g_ptr_array_add(sheets, sheet);
    read_sheet(office, sheet, item->bytes,
               item->received_us > 0 ? item->received_us : item->queued_us);
}

/* In the exchange's order; what it has not got yet comes last. */
static int
compare_sheets(const void *one, const void *other)
{
    const struct sheet *a = *(struct sheet *const *)one;
    const struct sheet *b = *(struct sheet *const *)other;
    int64_t first = a->sequence > 0 ? a->sequence : INT64_MAX;
    int64_t second = b->sequence > 0 ? b->sequence : INT64_MAX;

    return (first > second) - (first < second);
}

static bool
add_leg(struct office *office, const char *leg, GPtrArray *sheets, GError **error)
{
    g_autoptr(GPtrArray) entries = mailbox_list_thread(office->store, leg, error);
    g_autoptr(GPtrArray) items =
        entries != NULL ? outbox_list_thread(office->store, leg, error) : NULL;

    if (items == NULL)
        return false;
    for (unsigned i = 0; i < items->len; i++) {
        const struct outbox_item *item = items->pdata[i];

        if (item->state != OUTBOX_DROPPED && item->state != OUTBOX_SUPERSEDED)
            add_item(office, sheets, item);
    }
    for (unsigned i = 0; i < entries->len; i++) {
        const struct stored_entry *entry = entries->pdata[i];
        bool is_own = g_str_equal(entry->sender, office_agency(office));

        if (!is_own || entry->bytes != NULL)
            add_entry(office, sheets, entry);
    }
    g_ptr_array_sort(sheets, compare_sheets);
    return true;
}

static bool
add_document(struct office *office, const char *id, GPtrArray *sheets, GError **error)
{
    g_autoptr(outbox_item) item = outbox_find(office->store, id, NULL);
    g_autoptr(stored_entry) entry = NULL;

    if (item != NULL) {
        add_item(office, sheets, item);
        return true;
    }
    entry = mailbox_find(office->store, id, error);
    if (entry == NULL)
        return false;
    add_entry(office, sheets, entry);
    return true;
}

/* Only the details of a referral (or their release) say how to be safe. */
static void
print_warnings(const struct labels *labels, const GPtrArray *sheets)
{
    for (unsigned i = 0; i < sheets->len; i++) {
        const struct sheet *sheet = sheets->pdata[i];
        g_auto(GStrv) lines = NULL;

        if (sheet->letter == NULL || sheet->letter->details_xml == NULL)
            continue;
        lines = warnings_list(labels, sheet->letter->details_xml);
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
    else
        printf("\nThe details went to %s with %.8s.\n", held->recipient,
               held->released);
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

/* An XML document inside another: without its declaration. */
static void
append_embedded(GString *xml, GBytes *bytes)
{
    size_t size = 0;
    const char *text = g_bytes_get_data(bytes, &size);
    const char *end =
        size > 5 && memcmp(text, "<?xml", 5) == 0 ? memchr(text, '>', size) : NULL;
    size_t skip = end != NULL ? (size_t)(end + 1 - text) : 0;

    g_string_append_len(xml, text + skip, (gssize)(size - skip));
}

static void
print_programs(const GPtrArray *sheets)
{
    GString *xml = xml_begin("show");

    for (unsigned i = 0; i < sheets->len; i++) {
        const struct sheet *sheet = sheets->pdata[i];

        g_string_append(xml, "<letter");
        xml_attribute(xml, "document", sheet->id);
        if (sheet->sequence > 0)
            xml_number(xml, "sequence", sheet->sequence);
        xml_attribute(xml, "state", sheet->state);
        xml_attribute(xml, "problem", sheet->problem);
        if (sheet->letter != NULL)
            xml_attribute(xml, "signer", sheet->letter->signer);
        g_string_append(xml, ">\n");
        if (sheet->letter != NULL) {
            append_embedded(xml, sheet->letter->content);
            if (sheet->letter->details_xml != NULL && sheet->problem == NULL)
                append_embedded(xml, sheet->letter->details_xml);
        }
        g_string_append(xml, "</letter>\n");
    }
    xml_end(xml, "show");
}

/* A referral or case id stands for all its legs. */
static bool
collect_sheets(struct office *office, const char *id, GPtrArray *sheets, GError **error)
{
    g_autoptr(GPtrArray) legs = legs_list(office->store, id, error);

    if (legs == NULL)
        return false;
    if (legs->len == 0)
        return add_document(office, id, sheets, error);
    for (unsigned i = 0; i < legs->len; i++) {
        const struct known_leg *leg = legs->pdata[i];

        if (!add_leg(office, leg->leg, sheets, error) ||
            !mailbox_mark_seen(office->store, leg->leg, error))
            return false;
    }
    return true;
}

int
command_show(struct invocation *invocation, int argc, char **argv)
{
    g_autoptr(office) office = NULL;
    g_autoptr(GPtrArray) sheets =
        g_ptr_array_new_with_free_func((GDestroyNotify)sheet_free);
    g_autoptr(GError) error = NULL;
    g_autofree char *id = NULL;

    if (!command_parse(invocation, &argc, &argv, NULL, "ID", summary, 1, 1))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    id = command_find_id(office, argv[1], &error);
    if (id == NULL || office_keys(office, &error) == NULL ||
        !collect_sheets(office, id, sheets, &error))
        return command_fail(invocation, error);
    if (invocation->is_xml)
        print_programs(sheets);
    else
        print_people(office, sheets, id);
    return EXIT_DONE;
}
