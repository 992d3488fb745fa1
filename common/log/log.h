/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Logs: one line per event on stderr, key=value pairs separated by spaces, through
 * GLib's structured logging (so that g_warning() and the libraries come out the same
 * way).  Never give it a name, an address, a narrative or a key.  Any thread.
 *
 *   time=2026-11-21T09:30:00.123456Z level=info event=request status=201 ...
 */
#ifndef LOG_LOG_H
#define LOG_LOG_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Key and value; made by LOG_TEXT and LOG_INT, never by hand. */
struct log_field {
    const char *key; /* lower case, a-z and _ */
    const char *text;
    int64_t number; /* when text is NULL */
};

#define LOG_TEXT(key, value)                                                           \
    ((struct log_field){(key), (value) != NULL ? (value) : "", 0})
#define LOG_INT(key, value) ((struct log_field){(key), NULL, (value)})

/* Logs an event: log_event(G_LOG_LEVEL_INFO, "request", LOG_INT("status", 201)). */
#define log_event(level, event, ...)                                                   \
    log_event_fields(                                                                  \
        (level), (event),                                                              \
        (const struct log_field[]){{NULL, NULL, 0}, ##__VA_ARGS__, {NULL, NULL, 0}})

/* What log_event() calls; the first field is skipped, one without a key ends the list.
 */
void log_event_fields(GLogLevelFlags level, const char *event,
                      const struct log_field fields[]);

/*
 * Makes this the process's log writer.  Call once, before the first thread.
 *
 * least  events less important are dropped: G_LOG_LEVEL_DEBUG, _INFO, _MESSAGE, ...
 */
void log_start(GLogLevelFlags least);

/*
 * Writes one line (with its newline) as log_start()'s writer would.  Values with
 * anything but printable characters and no space, quote, backslash or equals sign
 * come quoted and escaped, so that nobody can forge a line or a pair.
 */
void log_write_line(GString *line, GLogLevelFlags level, const GLogField fields[],
                    size_t count, int64_t now_us);

#endif
