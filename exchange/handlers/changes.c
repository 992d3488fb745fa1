/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/handlers/changes.h"

#include "exchange/store/log.h"

#include <inttypes.h>

bool
changes_check_after(struct store *store, int64_t after, GError **error)
{
    struct log_head head;

    if (!log_read_head(store, &head, error))
        return false;
    if (after <= head.sequence)
        return true;
    return refusal_set(error, REFUSAL_CURSOR,
                       "changed-after: the log has no such entry; the last is %" PRId64,
                       head.sequence);
}
