/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/sheets.h"

#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/draft.h"
#include "agency-client/office/lapse.h"
#include "agency-client/office/xml.h"
#include "common/documents/warnings.h"

static void
sheet_free(void *data)
{
    struct sheet *sheet = data;

    g_clear_pointer(&sheet->letter, letter_free);
    g_free(sheet->id);
    g_free(sheet->state);
    g_free(sheet->problem);
    g_free(sheet);
}

GPtrArray *
sheets_new(void)
{
    return g_ptr_array_new_with_free_func(sheet_free);
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

bool
sheets_add_thread(struct office *office, const char *thread, GPtrArray *sheets,
                  GError **error)
{
    g_autoptr(GPtrArray) entries = mailbox_list_thread(office->store, thread, error);
    g_autoptr(GPtrArray) items =
        entries != NULL ? outbox_list_thread(office->store, thread, error) : NULL;

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

bool
sheets_add_document(struct office *office, const char *id, GPtrArray *sheets,
                    GError **error)
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

char **
sheet_warnings(const struct sheet *sheet, const struct labels *labels)
{
    if (sheet->letter == NULL || sheet->letter->details_xml == NULL)
        return NULL;
    return warnings_list(labels, sheet->letter->details_xml);
}

static void
append_origin(GString *xml, const struct letter *letter)
{
    g_autofree char *step = draft_step_name(letter->document);

    xml_attribute(xml, "step", step);
    xml_attribute(xml, "signer", letter->signer);
}

void
sheets_write(GString *xml, const GPtrArray *sheets)
{
    for (unsigned i = 0; i < sheets->len; i++) {
        const struct sheet *sheet = sheets->pdata[i];

        g_string_append(xml, "<letter");
        xml_attribute(xml, "document", sheet->id);
        if (sheet->sequence > 0)
            xml_number(xml, "sequence", sheet->sequence);
        xml_attribute(xml, "state", sheet->state);
        xml_attribute(xml, "problem", sheet->problem);
        if (sheet->letter != NULL)
            append_origin(xml, sheet->letter);
        g_string_append(xml, ">\n");
        if (sheet->letter != NULL) {
            xml_embed(xml, sheet->letter->content);
            if (sheet->letter->details_xml != NULL && sheet->problem == NULL)
                xml_embed(xml, sheet->letter->details_xml);
        }
        g_string_append(xml, "</letter>\n");
    }
}
