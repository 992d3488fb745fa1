/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_SYNC_H
#define AGENCY_CLIENT_OFFICE_SYNC_H

/* One round of sending and collecting, which whoever watches repeats. */

#include "agency-client/office/collect.h"
#include "agency-client/office/dispatch.h"
#include "agency-client/office/office.h"

#include <stdbool.h>

struct sync_report {
    struct dispatch_report dispatch;
    struct collect_report collect;
    char *why; /* why the round could not be finished; NULL when it was */
};

void sync_report_clear(struct sync_report *report);
typedef struct sync_report sync_report_auto; /* for g_auto alone */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(sync_report_auto, sync_report_clear)

/*
 * Address book, outbox, mailbox, referrals, and the outbox again.  True also when the
 * exchange could not be reached: report->why says so.
 */
G_GNUC_WARN_UNUSED_RESULT
bool sync_run(struct office *office, int wait_seconds, struct sync_report *report,
              GError **error);

/* Whether the round did anything that a person may want to see. */
bool sync_is_eventful(const struct sync_report *report);

/*
 * How long to leave the exchange alone after so many failures in a row: what it asked
 * for, and up to a minute more, at random, so that a thousand clients do not come back
 * at once.
 */
int sync_backoff_seconds(const struct sync_report *report, int failures);

#endif
