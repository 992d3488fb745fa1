/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rebuild: every projection derived from the log again, by the same fold as the live
 * commit.  No server may write meanwhile: it waits for the log's lock.
 */
#ifndef INTAKE_REBUILD_H
#define INTAKE_REBUILD_H

#include "common/documents/schema.h"
#include "exchange/store/store.h"

/*
 * In one transaction: readers see the former rows until it is done.
 *
 * entries  receives how many entries were folded
 */
G_GNUC_WARN_UNUSED_RESULT
bool rebuild_projections(struct store *store, const struct schema *wire,
                         int64_t *entries, GError **error);

#endif
