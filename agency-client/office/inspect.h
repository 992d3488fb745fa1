/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_INSPECT_H
#define AGENCY_CLIENT_OFFICE_INSPECT_H

/* Judging one document that came for us, against what the mailbox said of it. */

#include "agency-client/local_store/mailbox.h"
#include "agency-client/office/letter.h"
#include "common/documents/rejection.h"

#include <stdbool.h>

enum inspection {
    INSPECTION_GOOD,
    INSPECTION_REJECT,   /* genuine, but of no use: tell the sender *reason */
    INSPECTION_DISTRUST, /* not genuine: what the exchange gave is not the document */
};

/*
 * Verifies, opens and judges the bytes of entry.
 *
 * letter  receives what could be read; NULL when not even the signature held
 * reason  set when the sender is to be told
 * words   receives why, for a person; the caller frees it; NULL when good
 */
enum inspection inspect(struct office *office, const struct stored_entry *entry,
                        struct letter **letter, enum rejection_reason *reason,
                        char **words);

#endif
