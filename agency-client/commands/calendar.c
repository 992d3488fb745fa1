/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"
#include "agency-client/office/calendar.h"
#include "agency-client/office/xml.h"
#include "common/documents/timestamp.h"

#include <stdio.h>

static const char summary[] =
    "What is dated and not over: meetings, visits, sessions, key dates of clients, "
    "deadlines, and by when we and others have promised something. It starts today and "
    "names nobody: --with-details adds what is sealed. Works offline.\n\n"
    "  calendar --ics > partnership.ics       for the calendar program";

static const char warning[] =
    "agency-client calendar: the details are in this calendar in clear: names, places "
    "and what is sealed elsewhere. Keep it where only those may read who may read the "
    "case, not on a telephone or in a shared calendar.\n";

/* The first and last days that an iCalendar date can be. */
#define FIRST_DAY "1970-01-01"
#define LAST_DAY  "9999-12-31"

static bool
read_day(const char *option, const char *text, int32_t *day)
{
    if (date_read(text, day))
        return true;
    fprintf(stderr, "agency-client calendar: %s takes a day such as 2036-11-20\n",
            option);
    return false;
}

/* A day is the same day everywhere. */
static char *
print_day(int32_t on, int64_t now_us)
{
    g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(date_begin(on) / SECOND_US);
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_local(now_us / SECOND_US);

    return g_date_time_format(at, g_date_time_get_year(at) == g_date_time_get_year(now)
                                      ? "%e %b"
                                      : "%e %b %Y");
}

static char *
print_when(const struct calendar_entry *entry, int64_t now_us)
{
    return entry->is_moment ? print_time(entry->starts_us, now_us)
                            : print_day(entry->on, now_us);
}

static void
print_table(const struct calendar *calendar, int64_t now_us)
{
    static const char *const headings[] = {"WHEN", "WHAT", "WITH", "ID", NULL};
    g_autoptr(table) table = table_new(headings);

    for (unsigned i = 0; i < calendar->entries->len; i++) {
        const struct calendar_entry *entry = calendar->entries->pdata[i];
        g_autofree char *when = print_when(entry, now_us);
        g_autofree char *id = print_id(entry->thread);

        table_add(table, when, entry->title, entry->with, id, NULL);
    }
    table_print(table);
}

static void
print_details(const struct calendar *calendar, int64_t now_us)
{
    for (unsigned i = 0; i < calendar->entries->len; i++) {
        const struct calendar_entry *entry = calendar->entries->pdata[i];
        g_autofree char *when = print_when(entry, now_us);

        if (entry->words != NULL)
            printf("\n%s  %s\n%s", when, entry->title, entry->words);
    }
}

static void
print_programs(const struct calendar *calendar)
{
    GString *xml = xml_begin("calendar");

    for (unsigned i = 0; i < calendar->entries->len; i++) {
        const struct calendar_entry *entry = calendar->entries->pdata[i];
        char day[DATE_TEXT_BYTES];

        g_string_append(xml, "<entry");
        xml_attribute(xml, "id", entry->thread);
        xml_attribute(xml, "name", entry->name);
        xml_attribute(xml, "title", entry->title);
        xml_attribute(xml, "with", entry->with);
        if (entry->is_moment) {
            xml_time(xml, "startsAt", entry->starts_us);
        } else {
            date_write(entry->on, day);
            xml_attribute(xml, "on", day);
        }
        if (entry->ends_us != 0)
            xml_time(xml, "endsAt", entry->ends_us);
        xml_attribute(xml, "details", entry->words);
        g_string_append(xml, "/>\n");
    }
    xml_end(xml, "calendar");
}

int
command_calendar(struct invocation *invocation, int argc, char **argv)
{
    g_autofree char *from_text = NULL;
    g_autofree char *until_text = NULL;
    gboolean is_ics = FALSE;
    gboolean has_details = FALSE;
    const GOptionEntry entries[] = {
        {"from", 0, 0, G_OPTION_ARG_STRING, &from_text,
         "from this day (default: today)", "DATE"},
        {"until", 0, 0, G_OPTION_ARG_STRING, &until_text, "up to this day", "DATE"},
        {"ics", 0, 0, G_OPTION_ARG_NONE, &is_ics, "iCalendar, for a calendar program",
         NULL},
        {"with-details", 0, 0, G_OPTION_ARG_NONE, &has_details,
         "also what is sealed, in clear", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(calendar) calendar = NULL;
    g_autoptr(GError) error = NULL;
    int32_t from;
    int32_t until;

    if (!command_parse(invocation, &argc, &argv, entries, "", summary, 0, 0) ||
        !read_day("--until", until_text != NULL ? until_text : LAST_DAY, &until) ||
        !read_day("--from", from_text != NULL ? from_text : FIRST_DAY, &from))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    if (from_text == NULL)
        from = date_of(office_now(office));
    calendar = calendar_read(office, from, until, has_details, &error);
    if (calendar == NULL)
        return command_fail(invocation, error);
    if (is_ics) {
        g_autofree char *text = calendar_write(calendar);

        if (has_details)
            fputs(warning, stderr);
        fputs(text, stdout);
    } else if (invocation->is_xml) {
        print_programs(calendar);
    } else {
        if (calendar->entries->len > 0)
            print_table(calendar, office_now(office));
        else
            puts("nothing is dated from here on");
        print_details(calendar, office_now(office));
    }
    return EXIT_DONE;
}
