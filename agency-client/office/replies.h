/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_REPLIES_H
#define AGENCY_CLIENT_OFFICE_REPLIES_H

/* What the client says by itself: deliveries, rejections, releases after an award. */

#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/office.h"
#include "common/documents/rejection.h"

#include <stdbool.h>

/* The signed rejection of a document; the caller queues it. */
G_GNUC_WARN_UNUSED_RESULT
struct outbox_item *replies_reject(struct office *office,
                                   const struct stored_entry *entry,
                                   enum rejection_reason reason, GError **error);

/* Queues deliveries for all that is stored and not yet confirmed. */
G_GNUC_WARN_UNUSED_RESULT
bool replies_confirm(struct office *office, int *confirmed, GError **error);

/* Queues the disclosure of the details held back for one leg, to its recipient. */
G_GNUC_WARN_UNUSED_RESULT
struct outbox_item *replies_disclose(struct office *office,
                                     const struct withheld *withheld, GError **error);

/* The same for every leg that was awarded and has not got its details yet. */
G_GNUC_WARN_UNUSED_RESULT
bool replies_release(struct office *office, int *released, GError **error);

#endif
