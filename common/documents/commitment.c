/* SPDX-License-Identifier: Apache-2.0 */
/* Commitments: who promised what by when, and what became of it. */
#include "common/documents/bodies.h"
#include "common/documents/matter.h"

enum { OPEN = MATTER_BEGIN, KEPT, BROKEN, RELEASED };

static const struct matter_state states[] = {
    [OPEN] = {.name = "open", .waits_on = MATTER_OPENER, .waits_for = "keep it"},
    [KEPT] = {.name = "kept", .is_final = true},
    [BROKEN] = {.name = "broken", .is_final = true},
    [RELEASED] = {.name = "released", .is_final = true},
};

/* Whoever promised may say either; whom it was promised to may also let it go. */
static const struct matter_step steps[] = {
    MATTER_STEP(KIND_COMMITMENT_STEP, "kept", MATTER_EITHER, MATTER_IN(OPEN), KEPT,
                "kept"),
    MATTER_STEP(KIND_COMMITMENT_STEP, "broken", MATTER_EITHER, MATTER_IN(OPEN), BROKEN,
                "broken"),
    MATTER_STEP(KIND_COMMITMENT_STEP, "released", MATTER_OTHER, MATTER_IN(OPEN),
                RELEASED, "released"),
};

static const struct matter_life life = {
    .noun = "commitment",
    .states = states,
    .state_count = G_N_ELEMENTS(states),
    .steps = steps,
    .step_count = G_N_ELEMENTS(steps),
};

const struct matter_form commitment_form = {
    .life = &life, .leg = MATTER_OF_LEG, .due = "dueOn"};
const struct matter_form commitment_step_form = {.word = "step"};

void
commitment_check(struct reader *reader, const struct document *document)
{
    check_not_past(reader, document, reader->body, "dueOn", document->matter.due_on);
}

/* What of a step only its rules ask for. */
struct commitment_step {
    int32_t on;
    const char *reason;
};

static const struct field step_fields[] = {
    OPTIONAL("on", FIELD_DATE, commitment_step, on),
    OPTIONAL("reason", FIELD_TEXT, commitment_step, reason),
};

void
commitment_step_check(struct reader *reader, const struct document *document)
{
    bool is_kept = g_str_equal(document->matter.word, "kept");
    bool is_broken = g_str_equal(document->matter.word, "broken");
    struct commitment_step step = {0};

    reader_fields(reader, reader->body, step_fields, G_N_ELEMENTS(step_fields), &step);
    if (step.on != DATE_NONE && !is_kept)
        reader_refuse(reader, reader->body, "on", "kept-only",
                      "only what was kept was kept on a day");
    check_not_ahead(reader, document, reader->body, "on", step.on);
    if (is_broken == (step.reason == NULL))
        reader_refuse(reader, reader->body, "reason", "broken-reason",
                      is_broken ? "say why it was broken, by a reason of the list"
                                : "only what was broken has a reason");
    check_words_are_sealed(reader, document, reader->body, "commitmentReason",
                           step.reason);
}
