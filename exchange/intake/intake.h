/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Intake: the way of a submission, from bytes to a durable entry and its receipt.
 * Workers check; one committer settles what waits, a batch in one transaction, and
 * hands each submission back when its answer is durable.  Any thread may submit.
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "exchange/intake/check.h"
#include "exchange/intake/notary.h"
#include "exchange/intake/submission.h"

#define INTAKE_BATCH_MAX 64

struct intake_options {
    struct store *store; /* outlives the intake, as does all that follows */
    const struct schema *wire;
    const struct notary *notary;
    const struct clock *clock;
    unsigned workers;     /* that check */
    unsigned waiting_max; /* submissions taken in and not yet checked */
    unsigned batch_max;   /* in one transaction, at most INTAKE_BATCH_MAX */
    int64_t max_age_us;   /* see check.h */
    int64_t max_ahead_us;
};

struct intake;

/* Starts the threads. */
G_GNUC_WARN_UNUSED_RESULT
struct intake *intake_start(const struct intake_options *options, GError **error);

/* Settles all that was submitted, then stops the threads.  Nobody submits any more. */
void intake_stop(struct intake *intake);
DEFINE_AUTOPTR(intake, intake_stop)

/*
 * Takes a submission over; its function is called exactly once when it is settled.
 * A receipt is durable then; an error of a refusal with a 4xx status says that the id
 * is not in the log; with any other the outcome is open.
 * False with REFUSAL_UNAVAILABLE when too many wait: it stays the caller's.
 */
G_GNUC_WARN_UNUSED_RESULT
bool intake_submit(struct intake *intake, struct submission *submission,
                   GError **error);

/* What it has done since it started. */
struct intake_counts {
    int64_t waiting; /* now */
    int64_t accepted;
    int64_t repeated;
    int64_t own_entries;
    int64_t batches;
    int64_t batches_replayed;
    int64_t batches_failed;
    int64_t head; /* sequence number of the last entry seen */
};

struct intake_counts intake_read_counts(const struct intake *intake);

#endif
