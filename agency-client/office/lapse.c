/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/lapse.h"

#include "agency-client/local_store/mailbox.h"

#define WHY "the view of cases ended and was erased"

static bool
is_view(struct office *office, const struct letter *letter)
{
    return letter->document->kind == KIND_AUDIT_ACCESS &&
           g_strcmp0(letter->document->matter.word, "granted") == 0 &&
           g_strcmp0(letter->document->to_agency, office_agency(office)) == 0;
}

bool
lapse_is_over(struct office *office, const struct letter *letter)
{
    return is_view(office, letter) &&
           letter->document->matter.due_on < date_of(office_now(office));
}

/* The matters in which a view was ended. */
static GHashTable *
list_ended(const GPtrArray *letters)
{
    GHashTable *ended = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
                                              (GDestroyNotify)g_bytes_unref, NULL);

    for (unsigned i = 0; i < letters->len; i++) {
        const struct letter *letter = letters->pdata[i];

        if (letter != NULL && g_strcmp0(letter->document->matter.word, "ended") == 0)
            g_hash_table_add(ended, g_bytes_new_static(&letter->document->matter.matter,
                                                       sizeof(struct uuid)));
    }
    return ended;
}

static bool
is_ended(GHashTable *ended, const struct letter *letter)
{
    g_autoptr(GBytes) matter =
        g_bytes_new_static(&letter->document->matter.matter, sizeof(struct uuid));

    return g_hash_table_contains(ended, matter);
}

bool
lapse_run(struct office *office, GError **error)
{
    g_autoptr(GPtrArray) entries = mailbox_list_views(office->store, error);
    g_autoptr(GPtrArray) letters =
        g_ptr_array_new_with_free_func((GDestroyNotify)letter_free);
    g_autoptr(GHashTable) ended = NULL;

    if (entries == NULL)
        return false;
    for (unsigned i = 0; i < entries->len; i++) {
        const struct stored_entry *entry = entries->pdata[i];

        g_ptr_array_add(letters,
                        letter_read(office, entry->bytes, entry->received_us, NULL));
    }
    ended = list_ended(letters);
    for (unsigned i = 0; i < entries->len; i++) {
        const struct stored_entry *entry = entries->pdata[i];
        const struct letter *letter = letters->pdata[i];

        if (letter != NULL && is_view(office, letter) &&
            (lapse_is_over(office, letter) || is_ended(ended, letter)) &&
            !mailbox_erase(office->store, entry->sequence, WHY, error))
            return false;
    }
    return true;
}
