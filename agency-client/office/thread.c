/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/thread.h"

#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/lapse.h"

/* One document of the thread, and where it stands in it. */
struct sheet {
    int64_t sequence; /* INT64_MAX: the exchange has not got it yet */
    struct letter *letter;
};

static void
sheet_clear(struct sheet *sheet)
{
    g_clear_pointer(&sheet->letter, letter_free);
}

static void
add_letter(struct office *office, GArray *sheets, int64_t sequence, GBytes *bytes,
           int64_t at_us)
{
    struct sheet sheet = {.sequence = sequence > 0 ? sequence : INT64_MAX};

    sheet.letter = letter_read(office, bytes, at_us, NULL);
    if (sheet.letter != NULL)
        g_array_append_val(sheets, sheet);
}

static void
add_items(struct office *office, GArray *sheets, const GPtrArray *items)
{
    for (unsigned i = 0; i < items->len; i++) {
        const struct outbox_item *item = items->pdata[i];

        if (item->state == OUTBOX_QUEUED || item->state == OUTBOX_SENT)
            add_letter(office, sheets, item->sequence, item->bytes,
                       item->received_us > 0 ? item->received_us : item->queued_us);
    }
}

/* What we sent ourselves is in the outbox, and comes back without its bytes, unless
 * another program of ours sent it. */
static void
add_entries(struct office *office, GArray *sheets, const GPtrArray *entries)
{
    for (unsigned i = 0; i < entries->len; i++) {
        const struct stored_entry *entry = entries->pdata[i];

        if (entry->state == ENTRY_STORED && entry->bytes != NULL)
            add_letter(office, sheets, entry->sequence, entry->bytes,
                       entry->received_us);
    }
}

static int
compare_sheets(const void *one, const void *other)
{
    const struct sheet *a = one;
    const struct sheet *b = other;

    return (a->sequence > b->sequence) - (a->sequence < b->sequence);
}

GPtrArray *
thread_read(struct office *office, const char *thread, bool is_opened, GError **error)
{
    g_autoptr(GPtrArray) items = outbox_list_thread(office->store, thread, error);
    g_autoptr(GPtrArray) entries =
        items != NULL ? mailbox_list_thread(office->store, thread, error) : NULL;
    g_autoptr(GArray) sheets = g_array_new(FALSE, FALSE, sizeof(struct sheet));
    GPtrArray *letters;

    if (entries == NULL)
        return NULL;
    g_array_set_clear_func(sheets, (GDestroyNotify)sheet_clear);
    add_items(office, sheets, items);
    add_entries(office, sheets, entries);
    g_array_sort(sheets, compare_sheets);
    letters = g_ptr_array_new_with_free_func((GDestroyNotify)letter_free);
    for (unsigned i = 0; i < sheets->len; i++) {
        struct sheet *sheet = &g_array_index(sheets, struct sheet, i);

        if (is_opened && (lapse_is_over(office, sheet->letter) ||
                          !letter_open(office, sheet->letter, NULL)))
            g_clear_pointer(&sheet->letter->details_xml, g_bytes_unref);
        g_ptr_array_add(letters, g_steal_pointer(&sheet->letter));
    }
    return letters;
}
