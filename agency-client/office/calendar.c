/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/calendar.h"

#include "agency-client/local_store/legs.h"
#include "agency-client/office/deadlines.h"
#include "agency-client/office/ical.h"
#include "agency-client/office/progress.h"
#include "agency-client/office/thread.h"
#include "common/documents/dates.h"
#include "common/documents/names.h"
#include "common/documents/render.h"

#include <string.h>

static void
calendar_entry_free(struct calendar_entry *entry)
{
    if (entry == NULL)
        return;
    g_free(entry->thread);
    g_free(entry->name);
    g_free(entry->title);
    g_free(entry->with);
    g_free(entry->words);
    g_free(entry);
}
DEFINE_AUTOPTR(calendar_entry, calendar_entry_free)

void
calendar_free(struct calendar *calendar)
{
    if (calendar == NULL)
        return;
    g_clear_pointer(&calendar->labels, labels_free);
    g_clear_pointer(&calendar->entries, g_ptr_array_unref);
    g_free(calendar);
}

static struct calendar_entry *
entry_new(const char *thread, const char *name, const char *title, const char *with)
{
    struct calendar_entry *entry = g_new0(struct calendar_entry, 1);

    entry->thread = g_strdup(thread);
    entry->name = g_strdup(name);
    entry->title = g_strdup(title);
    entry->with = g_strdup(with);
    return entry;
}

/* Takes the entry, if it is within the days that are wanted. */
static void
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

/* A later document's date takes the place of an earlier one of the same name. */
static void
letter_collect(const struct calendar *calendar, GHashTable *entries, const char *thread,
               const char *with, const struct letter *letter)
{
    g_autoptr(GPtrArray) dates = dates_list(calendar->labels, letter->document);

    for (unsigned i = 0; i < dates->len; i++) {
        const struct dated *dated = dates->pdata[i];
        struct calendar_entry *entry =
            entry_new(thread, dated->name, dated->title, with);

        entry->is_moment = dated->is_moment;
        entry->starts_us = dated->starts_us;
        entry->ends_us = dated->ends_us;
        entry->on = dated->on;
        entry->words = words_of(calendar, letter, dated);
        g_hash_table_replace(entries, entry->name, entry);
    }
}

static bool
thread_collect(struct calendar *calendar, const char *thread, const char *with,
               GError **error)
{
    g_autoptr(GPtrArray) letters =
        thread_read(calendar->office, thread, calendar->has_details, error);
    g_autoptr(GHashTable) entries = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter iterator;
    void *entry;

    if (letters == NULL)
        return false;
    for (unsigned i = 0; i < letters->len; i++)
        letter_collect(calendar, entries, thread, with, letters->pdata[i]);
    g_hash_table_iter_init(&iterator, entries);
    while (g_hash_table_iter_next(&iterator, NULL, &entry))
        calendar_add(calendar, entry);
    return true;
}

static void
deadline_collect(struct calendar *calendar, const struct known_leg *known,
                 const struct progress *progress)
{
    int urgency = name_index(urgency_names, known->urgency);
    struct deadline deadline = deadline_of(
        &progress->leg, urgency < 0 ? URGENCY_ROUTINE : (enum urgency)urgency,
        known->offered_us, known->changed_us);
    g_autofree char *title = NULL;
    struct calendar_entry *entry;

    if (!deadline.is_waiting || deadline.due_us == INT64_MAX)
        return;
    title = g_strdup_printf("Referral: %s to %s",
                            deadline.who == progress->us ? "we are" : "they are",
                            deadline.what);
    entry = entry_new(known->leg, "deadline", title, progress->partner);
    entry->is_moment = true;
    entry->starts_us = deadline.due_us;
    calendar_add(calendar, entry);
}

static bool
legs_collect(struct calendar *calendar, GError **error)
{
    g_autoptr(GPtrArray) legs = legs_list(calendar->office->store, NULL, error);

    if (legs == NULL)
        return false;
    for (unsigned i = 0; i < legs->len; i++) {
        const struct known_leg *known = legs->pdata[i];
        struct progress progress;

        if (!progress_read(calendar->office, known, &progress, error))
            return false;
        if (leg_state_is_final(progress.leg.state))
            continue;
        deadline_collect(calendar, known, &progress);
        if (!thread_collect(calendar, known->leg, progress.partner, error))
            return false;
    }
    return true;
}

static int64_t
begin_of(const struct calendar_entry *entry)
{
    return entry->is_moment ? entry->starts_us : date_begin(entry->on);
}

/* By time; what is at one time, in an order that stays the same. */
static int
compare_entries(const void *one, const void *other)
{
    const struct calendar_entry *a = *(struct calendar_entry *const *)one;
    const struct calendar_entry *b = *(struct calendar_entry *const *)other;
    int by_thread;

    if (begin_of(a) != begin_of(b))
        return begin_of(a) < begin_of(b) ? -1 : 1;
    by_thread = strcmp(a->thread, b->thread);
    return by_thread != 0 ? by_thread : strcmp(a->name, b->name);
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
    if (!legs_collect(calendar, error))
        return NULL;
    g_ptr_array_sort(calendar->entries, compare_entries);
    return g_steal_pointer(&calendar);
}

static void
entry_write(GString *text, const struct calendar *calendar,
            const struct calendar_entry *entry)
{
    g_autofree char *uid = g_strdup_printf("%s.%s@%s", entry->thread, entry->name,
                                           office_agency(calendar->office));
    g_autofree char *summary =
        entry->with != NULL ? g_strdup_printf("%s (%s)", entry->title, entry->with)
                            : g_strdup(entry->title);
    g_autofree char *words = g_strdup_printf(
        "agency-client show %.8s%s%s", entry->thread,
        entry->words != NULL ? "\n\n" : "", entry->words != NULL ? entry->words : "");

    ical_begin(text, "VEVENT");
    ical_text(text, "UID", g_strdelimit(uid, " ", '.'));
    ical_moment(text, "DTSTAMP", office_now(calendar->office));
    if (entry->is_moment)
        ical_moment(text, "DTSTART", entry->starts_us);
    else
        ical_day(text, "DTSTART", entry->on);
    if (entry->ends_us != 0)
        ical_moment(text, "DTEND", entry->ends_us);
    ical_text(text, "SUMMARY", summary);
    ical_text(text, "DESCRIPTION", words);
    ical_plain(text, "CLASS", entry->words != NULL ? "CONFIDENTIAL" : "PRIVATE");
    /* A deadline takes no time out of a day; an appointment does. */
    ical_plain(text, "TRANSP", entry->ends_us != 0 ? "OPAQUE" : "TRANSPARENT");
    ical_end(text, "VEVENT");
}

char *
calendar_write(const struct calendar *calendar)
{
    GString *text = g_string_new(NULL);

    ical_begin(text, "VCALENDAR");
    ical_plain(text, "VERSION", "2.0");
    ical_text(text, "PRODID", "-//Referral Exchange//agency-client//EN");
    ical_plain(text, "METHOD", "PUBLISH");
    for (unsigned i = 0; i < calendar->entries->len; i++)
        entry_write(text, calendar, calendar->entries->pdata[i]);
    ical_end(text, "VCALENDAR");
    return g_string_free(text, FALSE);
}
