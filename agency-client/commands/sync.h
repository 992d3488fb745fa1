/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_SYNC_H
#define AGENCY_CLIENT_COMMANDS_SYNC_H

/* One round of sending and collecting, which `sync` repeats. */

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

void sync_print(const struct sync_report *report);

#endif
