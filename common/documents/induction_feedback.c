/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/induction_feedback.h"
#include "common/documents/bodies.h"

const char *const induction_stage_names[] = {"0", "90", "180", NULL};

const int induction_stage_days[INDUCTION_STAGES] = {
    [STAGE_DAY_0] = 0,
    [STAGE_DAY_90] = 76,
    [STAGE_DAY_180] = 166,
};

const struct matter_form induction_feedback_form = {0};

static const struct field body_fields[] = {
    NAMED("stage", induction_feedback, stage, induction_stage_names),
    OPTIONAL("starter", FIELD_TEXT, induction_feedback, starter),
    REQUIRED("relevance", FIELD_COUNT, induction_feedback, relevance),
    REQUIRED("confidence", FIELD_COUNT, induction_feedback, confidence),
    REQUIRED("knowsWhoToCall", FIELD_COUNT, induction_feedback, knows_who_to_call),
};

void
induction_feedback_read(struct reader *reader, struct document *document)
{
    matter_read(reader, document);
    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  &document->induction_feedback);
}

void
induction_feedback_check(struct reader *reader, const struct document *document)
{
    if (document->induction_feedback.starter == NULL && document->from_actor != NULL)
        reader_refuse(reader, reader->body, "starter", "anonymous-without-actor",
                      "feedback without a starter is anonymous, so it does not say who "
                      "wrote it either");
}
