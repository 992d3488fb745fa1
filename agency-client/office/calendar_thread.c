/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/calendar_source.h"

#include "agency-client/office/thread.h"
#include "common/documents/dates.h"
#include "common/documents/render.h"

/* Whether it is the date of a point that is no longer open here. */
static bool
is_over(const struct calendar_thread *thread, const struct document *document,
        const struct dated *dated)
{
    const struct matter_form *form = kinds[document->kind].matter;

    if (thread->matter == NULL || form == NULL || dated->element == NULL ||
        g_strcmp0(dated->element, form->points) != 0)
        return false;
    return !matter_has_open_point(thread->matter, dated->number);
}

/* What the details say of it: of an element of its own, or all of them. */
static char *
words_of(const struct calendar *calendar, const struct letter *letter,
         const struct dated *dated)
{
    if (letter->details_xml == NULL)
        return NULL;
    return render_details(calendar->labels, letter->details_xml, dated->element,
                          dated->value);
}

/* A meeting that is moved stays the meeting that it was. */
static void
replace(GHashTable *entries, struct calendar_entry *entry)
{
    struct calendar_entry *before = g_hash_table_lookup(entries, entry->name);

    if (before != NULL) {
        g_free(entry->title);
        entry->title = g_steal_pointer(&before->title);
        if (entry->words == NULL)
            entry->words = g_steal_pointer(&before->words);
    }
    g_hash_table_replace(entries, entry->name, entry);
}

static void
add_letter(const struct calendar *calendar, GHashTable *entries,
           const struct calendar_thread *thread, const struct letter *letter)
{
    g_autoptr(GPtrArray) dates = dates_list(calendar->labels, letter->document);

    for (unsigned i = 0; i < dates->len; i++) {
        const struct dated *dated = dates->pdata[i];
        struct calendar_entry *entry;

        if (is_over(thread, letter->document, dated))
            continue;
        entry = calendar_entry_new(thread, dated->name, dated->title);
        entry->is_moment = dated->is_moment;
        entry->starts_us = dated->starts_us;
        entry->ends_us = dated->ends_us;
        entry->on = dated->on;
        entry->words = words_of(calendar, letter, dated);
        replace(entries, entry);
    }
}

bool
calendar_add_thread(struct calendar *calendar, const struct calendar_thread *thread,
                    GError **error)
{
    g_autoptr(GPtrArray) letters =
        thread_read(calendar->office, thread->id, calendar->has_details, error);
    g_autoptr(GHashTable) entries = g_hash_table_new_full(
        g_str_hash, g_str_equal, NULL, (GDestroyNotify)calendar_entry_free);
    GHashTableIter iterator;
    void *entry;

    if (letters == NULL)
        return false;
    for (unsigned i = 0; i < letters->len; i++)
        add_letter(calendar, entries, thread, letters->pdata[i]);
    g_hash_table_iter_init(&iterator, entries);
    while (g_hash_table_iter_next(&iterator, NULL, &entry)) {
        g_hash_table_iter_steal(&iterator);
        calendar_add(calendar, entry);
    }
    return true;
}
