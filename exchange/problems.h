/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Problems: the one table from the errors of the layers to refusals.
 * Pure functions; safe to call from any thread.
 */
#ifndef EXCHANGE_PROBLEMS_H
#define EXCHANGE_PROBLEMS_H

#include "common/documents/refusal.h"

/* The refusal that an error of any layer becomes; what it does not know is internal. */
enum refusal problem_refusal(const GError *error);

/*
 * The words that go out with it.  Those of an internal error stay in the log: they
 * are about us, not about the request.
 */
const char *problem_detail(const GError *error);

/*
 * How long a client shall wait before it asks again; 0 leaves it to the HTTP layer,
 * which spreads the clients over a few seconds.
 */
int problem_retry_after_seconds(enum refusal refusal);

#endif
