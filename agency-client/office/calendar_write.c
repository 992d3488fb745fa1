/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/calendar.h"

#include "agency-client/office/ical.h"

/* The same for the same date at every export, so that reading it in again moves what
 * was moved. */
static void
write_uid(GString *text, const struct calendar *calendar,
          const struct calendar_entry *entry)
{
    g_autofree char *uid = g_strdup_printf("%s.%s@%s", entry->thread, entry->name,
                                           office_agency(calendar->office));

    ical_text(text, "UID", g_strdelimit(uid, " ", '.'));
}

static void
write_words(GString *text, const struct calendar_entry *entry)
{
    g_autofree char *summary =
        entry->with != NULL ? g_strdup_printf("%s (%s)", entry->title, entry->with)
                            : g_strdup(entry->title);
    g_autofree char *words = g_strdup_printf("agency-client show %s%s%s", entry->thread,
                                             entry->words != NULL ? "\n\n" : "",
                                             entry->words != NULL ? entry->words : "");

    ical_text(text, "SUMMARY", summary);
    ical_text(text, "DESCRIPTION", words);
    ical_plain(text, "CLASS", entry->words != NULL ? "CONFIDENTIAL" : "PRIVATE");
}

static void
write_entry(GString *text, const struct calendar *calendar,
            const struct calendar_entry *entry)
{
    ical_begin(text, "VEVENT");
    write_uid(text, calendar, entry);
    ical_moment(text, "DTSTAMP", office_now(calendar->office));
    if (entry->is_moment)
        ical_moment(text, "DTSTART", entry->starts_us);
    else
        ical_day(text, "DTSTART", entry->on);
    if (entry->ends_us != 0)
        ical_moment(text, "DTEND", entry->ends_us);
    write_words(text, entry);
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
        write_entry(text, calendar, calendar->entries->pdata[i]);
    ical_end(text, "VCALENDAR");
    return g_string_free(text, FALSE);
}
