/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_CALENDAR_H
#define AGENCY_CLIENT_OFFICE_CALENDAR_H

/*
 * The calendar: whatever is dated in what we hold and is not over.  The dates are those
 * of the coded parts, in the words of the schemas, so that a calendar names nobody
 * unless the details are asked for.
 */

#include "agency-client/office/office.h"
#include "common/autoptr.h"
#include "common/documents/labels.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct calendar_entry {
    char *thread;      /* the leg, matter or group of matters that it belongs to */
    char *group;       /* of a matter that we opened; NULL */
    char *name;        /* tells it from the others of the thread, and stays the same */
    char *title;       /* "Meeting: Hospital discharge", "Referral: we are to decide" */
    char *with;        /* the other agency, or agencies; NULL: nobody's */
    char *words;       /* the details, opened; NULL */
    bool is_moment;    /* a time, or a day */
    int64_t starts_us; /* of a moment */
    int64_t ends_us;   /* 0 when no end is said */
    int32_t on;        /* of a day */
};

/* What is gathered, and for what. */
struct calendar {
    struct office *office;
    struct labels *labels;
    int32_t from; /* days outside of these are left out */
    int32_t until;
    bool has_details;   /* opens them */
    GPtrArray *entries; /* struct calendar_entry *, by time */
};

/*
 * Reads the calendar of everything that is open.
 *
 * from, until  the first and the last day
 */
G_GNUC_WARN_UNUSED_RESULT
struct calendar *calendar_read(struct office *office, int32_t from, int32_t until,
                               bool has_details, GError **error);
void calendar_free(struct calendar *calendar);
DEFINE_AUTOPTR(calendar, calendar_free)

/* Writes it as iCalendar (RFC 5545), for other programs to read. */
char *calendar_write(const struct calendar *calendar);

#endif
