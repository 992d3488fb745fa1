/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/ical.h"

#include "common/documents/timestamp.h"

#include <stdbool.h>
#include <string.h>

/* RFC 5545 3.1: octets of a line without its end. */
#define LINE_OCTETS 75

static bool
is_continuation(char octet)
{
    return ((unsigned char)octet & 0xc0) == 0x80;
}

/* A content line, folded between characters and not inside of one. */
static void
append_line(GString *calendar, const char *line)
{
    size_t room = LINE_OCTETS;

    while (*line != '\0') {
        size_t size = strnlen(line, room);

        if (line[size] != '\0')
            while (is_continuation(line[size]))
                size--;
        g_string_append_len(calendar, line, (gssize)size);
        line += size;
        g_string_append(calendar, *line != '\0' ? "\r\n " : "\r\n");
        /* The space that continues a line counts. */
        room = LINE_OCTETS - 1;
    }
}

void
ical_plain(GString *calendar, const char *property, const char *value)
{
    g_autofree char *line = g_strconcat(property, ":", value, NULL);

    append_line(calendar, line);
}

void
ical_begin(GString *calendar, const char *component)
{
    ical_plain(calendar, "BEGIN", component);
}

void
ical_end(GString *calendar, const char *component)
{
    ical_plain(calendar, "END", component);
}

void
ical_text(GString *calendar, const char *property, const char *value)
{
    g_autoptr(GString) escaped = g_string_new(NULL);

    for (; *value != '\0'; value++) {
        if (*value == '\n')
            g_string_append(escaped, "\\n");
        else if (strchr("\\;,", *value) != NULL)
            g_string_append_printf(escaped, "\\%c", *value);
        else if (!g_ascii_iscntrl(*value) || *value == '\t')
            g_string_append_c(escaped, *value);
    }
    ical_plain(calendar, property, escaped->str);
}

void
ical_moment(GString *calendar, const char *property, int64_t us)
{
    g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(us / SECOND_US);
    g_autofree char *value = g_date_time_format(at, "%Y%m%dT%H%M%SZ");

    ical_plain(calendar, property, value);
}

void
ical_day(GString *calendar, const char *property, int32_t days)
{
    g_autoptr(GDateTime) at =
        g_date_time_new_from_unix_utc(date_begin(days) / SECOND_US);
    g_autofree char *value = g_date_time_format(at, "%Y%m%d");
    g_autofree char *name = g_strconcat(property, ";VALUE=DATE", NULL);

    ical_plain(calendar, name, value);
}
