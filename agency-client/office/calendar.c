/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/calendar.h"

#include "agency-client/office/calendar_source.h"
#include "common/documents/timestamp.h"

#include <string.h>

static bool (*const sources[])(struct calendar *calendar, GError **error) = {
    calendar_add_legs,
    calendar_add_matters,
    calendar_add_inductions,
};

void
calendar_free(struct calendar *calendar)
{
    if (calendar == NULL)
        return;
    g_clear_pointer(&calendar->labels, labels_free);
    g_clear_pointer(&calendar->entries, g_ptr_array_unref);
    g_free(calendar);
}

struct calendar_entry *
calendar_entry_new(const struct calendar_thread *thread, const char *name,
                   const char *title)
{
    struct calendar_entry *entry = g_new0(struct calendar_entry, 1);

    entry->thread = g_strdup(thread->id);
    entry->group = g_strdup(thread->group);
    entry->with = g_strdup(thread->with);
    entry->name = g_strdup(name);
    entry->title = g_strdup(title);
    return entry;
}

void
calendar_entry_free(struct calendar_entry *entry)
{
    if (entry == NULL)
        return;
    g_free(entry->thread);
    g_free(entry->group);
    g_free(entry->name);
    g_free(entry->title);
    g_free(entry->with);
    g_free(entry->words);
    g_free(entry);
}

void
calendar_add(struct calendar *calendar, struct calendar_entry *entry)
{
    int32_t first = entry->is_moment ? date_of(entry->starts_us) : entry->on;
    int32_t last =
        entry->is_moment && entry->ends_us != 0 ? date_of(entry->ends_us) : first;

    if (first <= calendar->until && last >= calendar->from)
        g_ptr_array_add(calendar->entries, entry);
    else
        calendar_entry_free(entry);
}

static int64_t
begin_of(const struct calendar_entry *entry)
{
    return entry->is_moment ? entry->starts_us : date_begin(entry->on);
}

/* The invitations to one meeting beside one another, in an order that stays the same.
 */
static int
compare_groups(const void *one, const void *other)
{
    const struct calendar_entry *a = *(struct calendar_entry *const *)one;
    const struct calendar_entry *b = *(struct calendar_entry *const *)other;
    int by_group = g_strcmp0(a->group, b->group);
    int by_name = strcmp(a->name, b->name);

    if (by_group != 0)
        return by_group;
    return by_name != 0 ? by_name : g_strcmp0(a->with, b->with);
}

static int
compare_times(const void *one, const void *other)
{
    const struct calendar_entry *a = *(struct calendar_entry *const *)one;
    const struct calendar_entry *b = *(struct calendar_entry *const *)other;
    int by_thread;

    if (begin_of(a) != begin_of(b))
        return begin_of(a) < begin_of(b) ? -1 : 1;
    by_thread = strcmp(a->thread, b->thread);
    return by_thread != 0 ? by_thread : strcmp(a->name, b->name);
}

/* How many entries from the first on are the same date of one group. */
static unsigned
count_same(const GPtrArray *entries, unsigned first, bool *is_one_time)
{
    const struct calendar_entry *entry = entries->pdata[first];
    unsigned count = 1;

    *is_one_time = true;
    for (; first + count < entries->len; count++) {
        const struct calendar_entry *next = entries->pdata[first + count];

        if (g_strcmp0(next->group, entry->group) != 0 ||
            strcmp(next->name, entry->name) != 0)
            break;
        *is_one_time &=
            begin_of(next) == begin_of(entry) && next->ends_us == entry->ends_us;
    }
    return count;
}

/* One meeting with five agencies is one entry in the calendar of who invites. */
static void
join_groups(GPtrArray *entries)
{
    g_ptr_array_sort(entries, compare_groups);
    for (unsigned i = 0; i < entries->len; i++) {
        struct calendar_entry *entry = entries->pdata[i];
        bool is_one_time;
        unsigned count =
            entry->group != NULL ? count_same(entries, i, &is_one_time) : 1;

        if (entry->group == NULL)
            continue;
        if (!is_one_time) {
            i += count - 1;
            continue;
        }
        g_free(entry->thread);
        entry->thread = g_strdup(entry->group);
        for (; count > 1; count--) {
            const struct calendar_entry *next = entries->pdata[i + 1];
            char *with = g_strdup_printf("%s, %s", entry->with, next->with);

            g_free(entry->with);
            entry->with = with;
            g_ptr_array_remove_index(entries, i + 1);
        }
    }
}

struct calendar *
calendar_read(struct office *office, int32_t from, int32_t until, bool has_details,
              GError **error)
{
    g_autoptr(calendar) calendar = g_new0(struct calendar, 1);

    *calendar = (struct calendar){
        .office = office,
        .labels = labels_load(),
        .from = from,
        .until = until,
        .has_details = has_details,
        .entries = g_ptr_array_new_with_free_func((GDestroyNotify)calendar_entry_free)};
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++)
        if (!sources[i](calendar, error))
            return NULL;
    join_groups(calendar->entries);
    g_ptr_array_sort(calendar->entries, compare_times);
    return g_steal_pointer(&calendar);
}
