/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of what changed after an entry of the log. */
#ifndef EXCHANGE_HANDLERS_CHANGES_H
#define EXCHANGE_HANDLERS_CHANGES_H

#include "exchange/store/store.h"

/*
 * Nothing changed after it: is it an entry of the log, or one that the log does not
 * have?  REFUSAL_CURSOR for the latter, because silence would hide from a client that
 * the exchange was put back to a state before what it has seen.
 */
G_GNUC_WARN_UNUSED_RESULT
bool changes_check_after(struct store *store, int64_t after, GError **error);

#endif
