/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_DISPATCH_H
#define AGENCY_CLIENT_OFFICE_DISPATCH_H

/*
 * Sending the outbox: in order within a case, the same bytes as often as it takes,
 * until a receipt that proves itself is stored or the exchange says no for good.
 */

#include "agency-client/local_store/outbox.h"
#include "agency-client/office/office.h"

#include <glib.h>
#include <stdbool.h>

/* What a round did, for a person to read.  Clear with dispatch_report_clear(). */
struct dispatch_report {
    int sent;
    int parked;              /* in this round */
    int waiting;             /* still queued after it */
    bool is_unreachable;     /* or will not have us: see why */
    bool is_connected;       /* something of ours may have arrived there */
    int retry_after_seconds; /* that the exchange asked for; 0: it did not */
    char *why;               /* the first thing that kept a document back, or NULL */
};

void dispatch_report_clear(struct dispatch_report *report);
typedef struct dispatch_report dispatch_report_auto; /* for g_auto alone */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(dispatch_report_auto, dispatch_report_clear)

/*
 * Sends what can be sent.  True also when the exchange could not be reached, which is
 * in the report: the outbox waits.  False when our own side failed (store, keys).
 */
G_GNUC_WARN_UNUSED_RESULT
bool dispatch_run(struct office *office, struct dispatch_report *report,
                  GError **error);

/*
 * Checks that a receipt is the exchange's (evidence profile, our authority) and is for
 * exactly these bytes.  OFFICE_ERROR_UNTRUSTED or a TRUST_ERROR.
 */
G_GNUC_WARN_UNUSED_RESULT
bool dispatch_check_receipt(struct office *office, const struct outbox_item *item,
                            GBytes *receipt, int64_t *sequence, int64_t *received_us,
                            GError **error);

#endif
