/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a batch of the projection says of agencies: their registrations and their
 * certificates.
 */
#ifndef STORE_AGENCY_WRITES_H
#define STORE_AGENCY_WRITES_H

#include "exchange/store/agencies.h"
#include "exchange/store/store.h"

/* Queues the rows of these, struct agency *; they travel with the commit. */
G_GNUC_WARN_UNUSED_RESULT
bool agency_writes_send(struct transaction *transaction, const GPtrArray *agencies,
                        GError **error);

#endif
