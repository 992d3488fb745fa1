/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a batch of the projection says of legs: the legs themselves, their steps and
 * their coded facts.
 */
#ifndef STORE_LEG_WRITES_H
#define STORE_LEG_WRITES_H

#include "exchange/store/projection.h"

/* Queues the rows; they travel with the commit. */
G_GNUC_WARN_UNUSED_RESULT
bool leg_writes_send(struct transaction *transaction,
                     const struct projection_batch *batch, GError **error);

#endif
