/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_RECEIVED_H
#define AGENCY_CLIENT_OFFICE_RECEIVED_H

/* Received: one document that came for us, judged against what the mailbox said. */

#include "agency-client/local_store/mailbox.h"
#include "agency-client/office/letter.h"
#include "common/documents/rejection.h"

#include <stdbool.h>

enum received {
    RECEIVED_GOOD,
    RECEIVED_REJECT,   /* genuine, but of no use: tell the sender *reason */
    RECEIVED_DISTRUST, /* not genuine: what the exchange gave is not the document */
};

/*
 * Verifies, opens and judges the bytes of entry.
 *
 * letter  receives what could be read; NULL when not even the signature held
 * reason  set when the sender is to be told
 * words   receives why, for a person; the caller frees it; NULL when good
 */
enum received received_judge(struct office *office, const struct stored_entry *entry,
                             struct letter **letter, enum rejection_reason *reason,
                             char **words);

#endif
