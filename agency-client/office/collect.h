/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_COLLECT_H
#define AGENCY_CLIENT_OFFICE_COLLECT_H

/*
 * Collecting the mailbox: fetch, verify, open, judge, store; only then is the cursor
 * moved on, in the same transaction, and the delivery or rejection that is owed is
 * queued.  What cannot be used is answered with a rejection and stops nothing.
 */

#include "agency-client/office/office.h"

#include <glib.h>
#include <stdbool.h>

#define COLLECT_PAGE 100 /* entries a request */

struct collect_report {
    int received;        /* documents of others, stored */
    int rejected;        /* stored, but of no use: a rejection is queued */
    int gone;            /* withdrawn or superseded before we had them */
    int missing;         /* the exchange could not give them now, or not genuinely */
    int confirmed;       /* documents named in deliveries that were queued */
    int unknown;         /* of kinds that only a newer release of this program knows */
    int released;        /* details released to the winner of an award */
    int emergencies;     /* emergency referrals among what was received */
    bool is_unreachable; /* see why */
    int retry_after_seconds; /* that the exchange asked for; 0: it did not */
    char *why;
    char *note; /* what else a person should know, or NULL */
};

void collect_report_clear(struct collect_report *report);
typedef struct collect_report collect_report_auto; /* for g_auto alone */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(collect_report_auto, collect_report_clear)

/*
 * Collects everything after our cursor, then what changed in the referrals we know.
 * With wait_seconds the first request waits that long for something to come.
 * True also when the exchange could not be reached, which is in the report.
 */
G_GNUC_WARN_UNUSED_RESULT
bool collect_run(struct office *office, int wait_seconds, struct collect_report *report,
                 GError **error);

#endif
