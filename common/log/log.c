/* SPDX-License-Identifier: Apache-2.0 */
#include "common/log/log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FIELDS_MAX 24

/* Set once by log_start(), before there are threads. */
static GLogLevelFlags least_level = G_LOG_LEVEL_INFO;

static const struct {
    GLogLevelFlags level;
    const char *name;
    const char *priority; /* the field GLib expects */
} levels[] = {
    {G_LOG_LEVEL_ERROR, "fatal", "3"},     {G_LOG_LEVEL_CRITICAL, "error", "4"},
    {G_LOG_LEVEL_WARNING, "warning", "4"}, {G_LOG_LEVEL_MESSAGE, "notice", "5"},
    {G_LOG_LEVEL_INFO, "info", "6"},       {G_LOG_LEVEL_DEBUG, "debug", "7"},
};

static size_t
level_index(GLogLevelFlags level)
{
    for (size_t i = 0; i < G_N_ELEMENTS(levels); i++) {
        if ((level & levels[i].level) != 0)
            return i;
    }
    return G_N_ELEMENTS(levels) - 1;
}

static bool
is_plain(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char c = text[i];

        if (c <= ' ' || c > '~' || c == '"' || c == '\\' || c == '=')
            return false;
    }
    return length > 0;
}

static void
append_value(GString *line, const char *text, size_t length)
{
    if (is_plain(text, length)) {
        g_string_append_len(line, text, (gssize)length);
        return;
    }
    g_string_append_c(line, '"');
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)text[i];

        if (c == '"' || c == '\\')
            g_string_append_printf(line, "\\%c", c);
        else if (c < ' ' || c == 0x7f)
            g_string_append_printf(line, "\\x%02x", c);
        else
            g_string_append_c(line, (char)c);
    }
    g_string_append_c(line, '"');
}

/* What GLib adds for debuggers and syslog says nothing in a line for people. */
static bool
is_shown(const char *key)
{
    static const char *const hidden[] = {"PRIORITY", "CODE_FILE", "CODE_LINE",
                                         "CODE_FUNC"};

    for (size_t i = 0; i < G_N_ELEMENTS(hidden); i++) {
        if (strcmp(key, hidden[i]) == 0)
            return false;
    }
    return true;
}

void
log_write_line(GString *line, GLogLevelFlags level, const GLogField fields[],
               size_t count, int64_t now_us)
{
    const time_t seconds = (time_t)(now_us / G_USEC_PER_SEC);
    char time_text[sizeof "2026-11-21T09:30:00"];
    struct tm utc;

    gmtime_r(&seconds, &utc);
    strftime(time_text, sizeof time_text, "%Y-%m-%dT%H:%M:%S", &utc);
    g_string_append_printf(line, "time=%s.%06dZ level=%s", time_text,
                           (int)(now_us % G_USEC_PER_SEC),
                           levels[level_index(level)].name);
    for (size_t i = 0; i < count; i++) {
        const char *text = fields[i].value;
        const size_t length =
            fields[i].length < 0 ? strlen(text) : (size_t)fields[i].length;

        if (!is_shown(fields[i].key))
            continue;
        g_string_append_c(line, ' ');
        for (const char *c = fields[i].key; *c != '\0'; c++)
            g_string_append_c(line, g_ascii_tolower(*c));
        g_string_append_c(line, '=');
        append_value(line, text, length);
    }
    g_string_append_c(line, '\n');
}

static void
write_all(const char *bytes, size_t size)
{
    while (size > 0) {
        const ssize_t written = write(STDERR_FILENO, bytes, size);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return; /* nowhere left to complain to */
        bytes += written;
        size -= (size_t)written;
    }
}

static GLogWriterOutput
write_event(GLogLevelFlags level, const GLogField *fields, gsize count, gpointer data)
{
    g_autoptr(GString) line = NULL;

    (void)data;
    if (level_index(level) > level_index(least_level))
        return G_LOG_WRITER_HANDLED;
    line = g_string_sized_new(512);
    log_write_line(line, level, fields, count, g_get_real_time());
    write_all(line->str, line->len); /* one write, so that lines stay whole */
    return G_LOG_WRITER_HANDLED;
}

void
log_start(GLogLevelFlags least)
{
    least_level = least;
    g_log_set_writer_func(write_event, NULL, NULL);
}

void
log_event_fields(GLogLevelFlags level, const char *event,
                 const struct log_field fields[])
{
    GLogField written[FIELDS_MAX + 2];
    char numbers[FIELDS_MAX][24];
    size_t count = 0;

    written[count++] = (GLogField){"PRIORITY", levels[level_index(level)].priority, -1};
    written[count++] = (GLogField){"EVENT", event, -1};
    for (size_t i = 1; fields[i].key != NULL && i <= FIELDS_MAX; i++) {
        const char *text = fields[i].text;

        if (text == NULL) {
            snprintf(numbers[i - 1], sizeof numbers[0], "%" G_GINT64_FORMAT,
                     fields[i].number);
            text = numbers[i - 1];
        }
        written[count++] = (GLogField){fields[i].key, text, -1};
    }
    g_log_structured_array(level, written, count);
}
