/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_STATISTICS_H
#define AGENCY_CLIENT_OFFICE_STATISTICS_H

/*
 * A quarter's numbers, counted by the exchange.  What it last said is kept, so that
 * without a connection there is still that, with the time it was said.
 */

#include "agency-client/office/office.h"
#include "common/documents/statistics_view.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define QUARTER_TEXT_BYTES 7 /* "2026Q4" and its NUL */

/* A calendar quarter (UTC). */
struct quarter {
    int year;
    int number; /* 1 to 4 */
};

/* "2026Q4", from 2000Q1 on; false for anything else. */
bool quarter_read(const char *text, struct quarter *quarter);
void quarter_write(struct quarter quarter, char text[QUARTER_TEXT_BYTES]);

struct quarter quarter_of(int64_t us);

/* The one that many quarters before. */
struct quarter quarter_before(struct quarter quarter, int count);

/* Which is later: less than, equal to or greater than 0. */
int quarter_compare(struct quarter one, struct quarter other);

/*
 * The counts of a quarter, as statistics_view_read() takes them; NULL without an error
 * when the exchange cannot be reached and never said them.
 *
 * is_reachable  false: it is not asked.  Becomes false when it could not be reached, so
 *               that whoever asks for several quarters waits for it once
 * fetched_us    when it said so
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *statistics_fetch(struct office *office, struct quarter quarter,
                         enum statistics_scope scope, bool *is_reachable,
                         int64_t *fetched_us, GError **error);

#endif
