/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls: one agency asks to be rung, and what became of it.
 */
#include "common/documents/bodies.h"
#include "common/documents/matter.h"

enum { ASKED = MATTER_BEGIN, SPOKEN, DROPPED };

static const struct matter_state states[] = {
    [ASKED] = {.name = "open", .waits_on = MATTER_OTHER, .waits_for = "ring"},
    [SPOKEN] = {.name = "made", .is_final = true},
    [DROPPED] = {.name = "dropped", .is_final = true},
};

static const struct matter_step steps[] = {
    MATTER_STEP(KIND_CALL_BACK_RESULT, "spoken", MATTER_EITHER, MATTER_IN(ASKED),
                SPOKEN, "made"),
    MATTER_STEP(KIND_CALL_BACK_RESULT, "tried", MATTER_OTHER, MATTER_IN(ASKED),
                MATTER_STAYS, "tried"),
    MATTER_STEP(KIND_CALL_BACK_RESULT, "no-longer-needed", MATTER_OPENER,
                MATTER_IN(ASKED), DROPPED, "called off"),
};

static const struct matter_life life = {
    .noun = "call",
    .states = states,
    .state_count = G_N_ELEMENTS(states),
    .steps = steps,
    .step_count = G_N_ELEMENTS(steps),
};

const struct matter_form call_back_form = {.life = &life, .due = "by"};
const struct matter_form call_back_result_form = {.word = "result"};

void
call_back_check(struct reader *reader, const struct document *document)
{
    check_time_not_past(reader, document, "by");
}
