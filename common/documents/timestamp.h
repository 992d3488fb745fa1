/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time: points in time as int64 microseconds since 1970-01-01T00:00:00Z (no leap
 * seconds), dates as int32 days since 1970-01-01, and the clock that all code is
 * given instead of asking the system.  Pure functions; safe from any thread.
 */
#ifndef DOCUMENTS_TIMESTAMP_H
#define DOCUMENTS_TIMESTAMP_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define TIMESTAMP_TEXT_BYTES 28 /* 2026-11-21T09:30:00.123456Z and NUL */
#define DATE_TEXT_BYTES      11 /* 2026-12-03 and NUL */
#define DATE_NONE            INT32_MIN

#define SECOND_US INT64_C(1000000)
#define DAY_US    (86400 * SECOND_US)

/*
 * Reads the wire form, years 1970 to 9999: YYYY-MM-DDThh:mm:ssZ with an optional
 * fraction of one to six digits.  No other zone, no leap second, no space.
 */
G_GNUC_WARN_UNUSED_RESULT
bool timestamp_read(const char *text, int64_t *us);

/* Writes the wire form; the fraction (six digits) only when it is not zero. */
void timestamp_write(int64_t us, char text[TIMESTAMP_TEXT_BYTES]);

/* Reads YYYY-MM-DD, years 1900 to 9999, no zone. */
G_GNUC_WARN_UNUSED_RESULT
bool date_read(const char *text, int32_t *days);

/* Writes YYYY-MM-DD. */
void date_write(int32_t days, char text[DATE_TEXT_BYTES]);

/* The date in UTC on which a point in time falls. */
int32_t date_of(int64_t us);

/* The first microsecond (UTC) of a date. */
int64_t date_begin(int32_t days);

/* How long ago it was, for a person: "4 min", "3 h", "12 d"; the caller frees. */
char *timestamp_age(int64_t us, int64_t now_us);

/* Where time comes from; tests set their own. */
struct clock {
    int64_t (*now_us)(void *data);
    void *data;
};

int64_t clock_now(const struct clock *clock);

/* The machine's clock. */
extern const struct clock clock_system;

#endif
