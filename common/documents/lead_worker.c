/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom to ring about a person: the question names the person in its sealed part alone,
 * the answer is yes with a worker to ring, or no, and neither says anything about a
 * case.  In a case of the sender's the question would tell the exchange whom it is
 * about, so its case is its own.
 */
#include "common/documents/bodies.h"
#include "common/documents/matter.h"

#define ANSWER_LIST "leadWorkerAnswer"

enum { ASKED = MATTER_BEGIN, ANSWERED, NOBODY };

static const struct matter_state states[] = {
    [ASKED] = {.name = "asked", .waits_on = MATTER_OTHER, .waits_for = "answer"},
    [ANSWERED] = {.name = "answered", .is_final = true},
    [NOBODY] = {.name = "answered-no", .is_final = true},
};

static const struct matter_step steps[] = {
    MATTER_STEP(KIND_LEAD_WORKER_ANSWER, "yes", MATTER_OTHER, MATTER_IN(ASKED),
                ANSWERED, "answered"),
    MATTER_STEP(KIND_LEAD_WORKER_ANSWER, "no", MATTER_OTHER, MATTER_IN(ASKED), NOBODY,
                "answered"),
};

static const struct matter_life life = {
    .noun = "request",
    .states = states,
    .state_count = G_N_ELEMENTS(states),
    .steps = steps,
    .step_count = G_N_ELEMENTS(steps),
};

const struct matter_form lead_worker_request_form = {.life = &life, .due = "dueOn"};
const struct matter_form lead_worker_answer_form = {.word = "answer"};

void
lead_worker_request_check(struct reader *reader, const struct document *document)
{
    check_not_past(reader, document, reader->body, "dueOn", document->matter.due_on);
}

void
lead_worker_answer_check(struct reader *reader, const struct document *document)
{
    const char *answer = document->matter.word;

    check_words_are_sealed(reader, document, reader->body, ANSWER_LIST, answer);
    /* Words with a no would tell whether the person is known. */
    if (g_strcmp0(answer, "no") == 0 && document->sealed != NULL)
        reader_refuse_as(reader, REFUSAL_SEALED_FORBIDDEN, reader->body,
                         "no-says-nothing", "a no carries no sealed part");
}
