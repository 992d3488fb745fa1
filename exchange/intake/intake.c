/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/intake.h"

#include "common/threads/deadline.h"
#include "common/threads/workers.h"
#include "exchange/intake/batch.h"
#include "exchange/intake/family.h"

#include <stdatomic.h>

#define GATHER_US 1000 /* less than a commit takes */

struct intake {
    struct intake_options options;
    struct check_options check;
    struct queue *arrived; /* to be checked */
    struct queue *checked; /* to be settled */
    struct workers *workers;
    pthread_t committer;
    struct validator *wire; /* the committer's */
    atomic_int_least64_t waiting;
    atomic_int_least64_t accepted;
    atomic_int_least64_t repeated;
    atomic_int_least64_t own_entries;
    atomic_int_least64_t batches;
    atomic_int_least64_t batches_replayed;
    atomic_int_least64_t batches_failed;
    atomic_int_least64_t head;
};

static void
count(atomic_int_least64_t *counter, int64_t amount)
{
    atomic_fetch_add_explicit(counter, amount, memory_order_relaxed);
}

static int64_t
counter_read(const atomic_int_least64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

/* One attempt to commit some submissions together. */
struct attempt {
    struct intake *intake;
    struct submission **submissions;
    size_t count;
    unsigned int own_entries;
    int64_t head;
};

static void *
check_begin(void *context)
{
    const struct intake *intake = context;

    return checker_new(&intake->check);
}

static void
check_end(void *context, void *state)
{
    (void)context;
    checker_free(state);
}

/*
 * What the check refuses goes on to the committer too: only there, under the log's
 * lock, is it certain that the same bytes were not accepted before.
 */
static void
check_item(void *context, void *state, void *item)
{
    struct intake *intake = context;
    struct submission *submission = item;

    check_submission(state, submission);
    if (queue_push_wait(intake->checked, submission, DEADLINE_NEVER))
        return;
    refusal_set(&submission->error, REFUSAL_UNAVAILABLE, "the exchange is stopping");
    submission->settled(submission, submission->data);
}

/* The work of one transaction; may run more than once. */
static bool
attempt_settle(struct transaction *transaction, void *data, GError **error)
{
    struct attempt *attempt = data;
    struct registrar registrar = {
        .notary = attempt->intake->options.notary,
        .clock = attempt->intake->options.clock,
        .wire = attempt->intake->wire,
    };
    g_autoptr(log_question) question = log_question_new();
    g_autoptr(batch) batch = NULL;

    for (size_t i = 0; i < attempt->count; i++) {
        struct submission *submission = attempt->submissions[i];

        submission_reset(submission);
        g_array_append_val(question->documents, submission->id);
        if (submission->document != NULL)
            family_ask(question, submission->document);
    }
    batch = batch_begin(&registrar, transaction, question, error);
    if (batch == NULL)
        return false;
    for (size_t i = 0; i < attempt->count; i++)
        if (!batch_settle(batch, attempt->submissions[i], error))
            return false;
    attempt->own_entries = batch_own_entries(batch);
    attempt->head = batch_head(batch);
    return batch_write(batch, error);
}

static void
submission_count(struct intake *intake, const struct submission *submission)
{
    if (submission->receipt == NULL)
        return;
    count(submission->is_repeat ? &intake->repeated : &intake->accepted, 1);
}

static void
attempt_answer(struct attempt *attempt)
{
    for (size_t i = 0; i < attempt->count; i++) {
        struct submission *submission = attempt->submissions[i];

        submission_count(attempt->intake, submission);
        count(&attempt->intake->waiting, -1);
        submission->settled(submission, submission->data);
    }
}

/* The outcome may be open, so every one of them gets the failure and no refusal. */
static void
attempt_fail(struct attempt *attempt, const GError *error)
{
    count(&attempt->intake->batches_failed, 1);
    for (size_t i = 0; i < attempt->count; i++) {
        submission_reset(attempt->submissions[i]);
        attempt->submissions[i]->error = g_error_copy(error);
    }
}

/* A statement failed, not the connection: one of the documents may be at fault. */
static bool
error_is_of_one(const GError *error)
{
    return g_error_matches(error, STORE_ERROR, STORE_ERROR_CONFLICT) ||
           g_error_matches(error, STORE_ERROR, STORE_ERROR_FAILED);
}

static void
attempt_commit(struct attempt *attempt)
{
    struct intake *intake = attempt->intake;
    g_autoptr(GError) error = NULL;

    if (store_transact(intake->options.store, attempt_settle, attempt, &error)) {
        count(&intake->batches, 1);
        count(&intake->own_entries, attempt->own_entries);
        atomic_store_explicit(&intake->head, attempt->head, memory_order_relaxed);
    } else if (attempt->count > 1 && error_is_of_one(error)) {
        count(&intake->batches_replayed, 1);
        for (size_t i = 0; i < attempt->count; i++) {
            struct attempt one = {
                .intake = intake,
                .submissions = &attempt->submissions[i],
                .count = 1,
            };

            attempt_commit(&one);
        }
        return;
    } else {
        g_warning("commit of %zu documents failed: %s", attempt->count, error->message);
        attempt_fail(attempt, error);
    }
    attempt_answer(attempt);
}

/*
 * Takes what is to be settled together: all that wait, and what the workers hand over
 * next, because a commit costs more than a document in it.  A document that no other is
 * being checked beside waits for nothing.  0 at the end.
 */
static size_t
gather(struct intake *intake, void **items)
{
    size_t max = intake->options.batch_max;
    size_t count = queue_pop_many(intake->checked, items, max, DEADLINE_NEVER);
    int64_t deadline_us = monotonic_us() + GATHER_US;
    size_t more = count;

    while (more > 0 && count < max && (int64_t)count < counter_read(&intake->waiting)) {
        more = queue_pop_many(intake->checked, items + count, max - count, deadline_us);
        count += more;
    }
    return count;
}

static void *
committer_run(void *data)
{
    struct intake *intake = data;
    void *items[INTAKE_BATCH_MAX];
    size_t waiting;

    intake->wire = validator_new(intake->options.wire);
    while ((waiting = gather(intake, items)) > 0) {
        struct attempt attempt = {
            .intake = intake,
            .submissions = (struct submission **)items,
            .count = waiting,
        };

        attempt_commit(&attempt);
    }
    validator_free(intake->wire);
    return NULL;
}

struct intake *
intake_start(const struct intake_options *options, GError **error)
{
    struct intake *intake = g_new0(struct intake, 1);
    const struct work work = {
        .begin = check_begin,
        .item = check_item,
        .end = check_end,
        .context = intake,
    };

    intake->options = *options;
    intake->options.batch_max = CLAMP(options->batch_max, 1, INTAKE_BATCH_MAX);
    intake->check = (struct check_options){
        .wire = options->wire,
        .clock = options->clock,
        .max_age_us = options->max_age_us,
        .max_ahead_us = options->max_ahead_us,
    };
    intake->arrived = queue_new(options->waiting_max, NULL);
    intake->checked = queue_new(options->waiting_max, NULL);
    if (thread_start(&intake->committer, "commit", committer_run, intake, error)) {
        intake->workers =
            workers_start("check", options->workers, &work, intake->arrived, error);
        if (intake->workers != NULL)
            return intake;
        queue_close(intake->checked);
        pthread_join(intake->committer, NULL);
    }
    queue_free(intake->checked);
    queue_free(intake->arrived);
    g_free(intake);
    return NULL;
}

void
intake_stop(struct intake *intake)
{
    workers_stop(intake->workers);
    queue_close(intake->checked);
    pthread_join(intake->committer, NULL);
    queue_free(intake->checked);
    queue_free(intake->arrived);
    g_free(intake);
}

bool
intake_submit(struct intake *intake, struct submission *submission, GError **error)
{
    count(&intake->waiting, 1);
    if (queue_push(intake->arrived, submission))
        return true;
    count(&intake->waiting, -1);
    return refusal_set(error, REFUSAL_UNAVAILABLE,
                       "too many documents wait to be judged now");
}

struct intake_counts
intake_read_counts(const struct intake *intake)
{
    return (struct intake_counts){
        .waiting = counter_read(&intake->waiting),
        .accepted = counter_read(&intake->accepted),
        .repeated = counter_read(&intake->repeated),
        .own_entries = counter_read(&intake->own_entries),
        .batches = counter_read(&intake->batches),
        .batches_replayed = counter_read(&intake->batches_replayed),
        .batches_failed = counter_read(&intake->batches_failed),
        .head = counter_read(&intake->head),
    };
}
