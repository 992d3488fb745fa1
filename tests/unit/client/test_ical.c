/* SPDX-License-Identifier: Apache-2.0 */
/* iCalendar, octet by octet: what RFC 5545 says of lines, text, times and days. */
#include "agency-client/office/ical.h"

#include "common/documents/timestamp.h"

#include <string.h>

#define SIXTY "123456789012345678901234567890123456789012345678901234567890"

static const struct {
    const char *why;
    const char *value;
    const char *expected;
} texts[] = {
    {"a plain word", "Meeting", "X:Meeting\r\n"},
    {"commas and semicolons part values", "one, two; three",
     "X:one\\, two\\; three\r\n"},
    {"a backslash is doubled", "a\\b", "X:a\\\\b\r\n"},
    {"a colon needs no escape", "at: ten", "X:at: ten\r\n"},
    {"the end of a line is written in letters", "one\r\ntwo", "X:one\\ntwo\r\n"},
    {"a value cannot end its line and begin another", "x\nEND:VCALENDAR",
     "X:x\\nEND:VCALENDAR\r\n"},
    {"control characters are left out",
     "a\x07"
     "b\x7f"
     "c\td",
     "X:abc\td\r\n"},
    {"75 octets fit a line", SIXTY "1234567890123", "X:" SIXTY "1234567890123\r\n"},
    {"the 76th does not", SIXTY "12345678901234", "X:" SIXTY "1234567890123\r\n 4\r\n"},
    {"a character of two octets is not cut", SIXTY "123456789012\xc3\xa9",
     "X:" SIXTY "123456789012\r\n \xc3\xa9\r\n"},
    {"nor one of four", SIXTY "1234567890\xf0\x9f\x93\x85",
     "X:" SIXTY "1234567890\r\n \xf0\x9f\x93\x85\r\n"},
    {"nothing is a value too", "", "X:\r\n"},
};

static void
text_is_escaped_and_folded(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GString) calendar = g_string_new(NULL);

        g_test_message("%s", texts[i].why);
        ical_text(calendar, "X", texts[i].value);
        g_assert_cmpstr(calendar->str, ==, texts[i].expected);
    }
}

/* Unfolding is taking out every CRLF that a space follows. */
static void
long_text_is_whole_when_unfolded(void)
{
    g_autoptr(GString) calendar = g_string_new(NULL);
    g_autoptr(GString) value = g_string_new(NULL);
    g_autofree char *expected = NULL;
    g_auto(GStrv) lines = NULL;
    g_auto(GStrv) folds = NULL;
    g_autofree char *unfolded = NULL;

    for (int i = 0; i < 200; i++)
        g_string_append(value, "caf\xc3\xa9 \xf0\x9f\x93\x85 ");
    ical_text(calendar, "DESCRIPTION", value->str);
    lines = g_strsplit(calendar->str, "\r\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        g_assert_cmpuint(strlen(*line), <=, 75);
        g_assert_true(g_utf8_validate(*line, -1, NULL));
    }
    folds = g_strsplit(calendar->str, "\r\n ", -1);
    unfolded = g_strjoinv("", folds);
    expected = g_strconcat("DESCRIPTION:", value->str, "\r\n", NULL);
    g_assert_cmpstr(unfolded, ==, expected);
}

static void
times_are_utc_and_days_are_days(void)
{
    g_autoptr(GString) calendar = g_string_new(NULL);
    int64_t at;
    int32_t on;

    g_assert_true(timestamp_read("2036-02-29T23:59:59.5Z", &at));
    g_assert_true(date_read("2036-03-01", &on));
    ical_begin(calendar, "VEVENT");
    ical_moment(calendar, "DTSTART", at);
    ical_day(calendar, "DTEND", on);
    ical_end(calendar, "VEVENT");
    g_assert_cmpstr(calendar->str, ==,
                    "BEGIN:VEVENT\r\nDTSTART:20360229T235959Z\r\n"
                    "DTEND;VALUE=DATE:20360301\r\nEND:VEVENT\r\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ical/text-is-escaped-and-folded", text_is_escaped_and_folded);
    g_test_add_func("/ical/long-text-is-whole-when-unfolded",
                    long_text_is_whole_when_unfolded);
    g_test_add_func("/ical/times-are-utc-and-days-are-days",
                    times_are_utc_and_days_are_days);
    return g_test_run();
}
