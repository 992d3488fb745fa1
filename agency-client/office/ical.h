/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_ICAL_H
#define AGENCY_CLIENT_OFFICE_ICAL_H

/*
 * iCalendar (RFC 5545), written line by line: folded at 75 octets, escaped, ended with
 * CRLF, times in UTC.  Pure; appends to a string.
 */

#include <glib.h>
#include <stdint.h>

/* BEGIN and END of a component, "VCALENDAR" or "VEVENT". */
void ical_begin(GString *calendar, const char *component);
void ical_end(GString *calendar, const char *component);

/* A property whose value is of ours and needs no escape: VERSION:2.0. */
void ical_plain(GString *calendar, const char *property, const char *value);

/*
 * A property of type TEXT (3.3.11), in UTF-8; control characters other than the end of
 * a line and the tabulator are left out.
 */
void ical_text(GString *calendar, const char *property, const char *value);

/* A point in time (3.3.5, form 2: UTC), to the second. */
void ical_moment(GString *calendar, const char *property, int64_t us);

/* A day (3.3.4), with VALUE=DATE. */
void ical_day(GString *calendar, const char *property, int32_t days);

#endif
