/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A batch: what one transaction of the log settles.  Submissions in the order they
 * came, each judged against what those before it left behind; and documents of the
 * exchange's own.  Used within store_transact(), by one thread.
 */
#ifndef INTAKE_BATCH_H
#define INTAKE_BATCH_H

#include "exchange/intake/notary.h"
#include "exchange/intake/submission.h"

/* What batches are settled with; outlives them. */
struct registrar {
    const struct notary *notary;
    const struct clock *clock;
    struct validator *wire; /* of the committing thread, for documents of our own */
};

struct batch;

/* A batch after what the question asks for was read; NULL when the store fails. */
G_GNUC_WARN_UNUSED_RESULT
struct batch *batch_begin(const struct registrar *registrar,
                          struct transaction *transaction,
                          const struct log_question *question, GError **error);
void batch_free(struct batch *batch);
DEFINE_AUTOPTR(batch, batch_free)

/*
 * Settles one submission: the receipt of its duplicate, a refusal, or the next entry
 * with its receipt and the notices that it calls for.  False only when signing fails,
 * which is no fault of the submission: then the whole batch is not to be.
 */
G_GNUC_WARN_UNUSED_RESULT
bool batch_settle(struct batch *batch, struct submission *submission, GError **error);

/* Appends the notice of an announcement. */
G_GNUC_WARN_UNUSED_RESULT
bool batch_announce(struct batch *batch, const struct announcement *announcement,
                    GError **error);

/*
 * Appends a registration.
 *
 * number  the agency's, from agency_number() in this transaction
 */
G_GNUC_WARN_UNUSED_RESULT
bool batch_register(struct batch *batch, const struct registration *registration,
                    int number, GError **error);

/* Queues everything for the commit.  The batch is closed then. */
G_GNUC_WARN_UNUSED_RESULT
bool batch_write(struct batch *batch, GError **error);

/* How many entries it has appended, and how many of them are the exchange's own. */
unsigned int batch_entries(const struct batch *batch);
unsigned int batch_own_entries(const struct batch *batch);

/* The last entry's sequence number, after what was appended. */
int64_t batch_head(const struct batch *batch);

#endif
