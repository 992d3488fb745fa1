/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coded part of feedback: what a session was worth to somebody who came, on the
 * day, after 90 days and after 180.
 */
#ifndef DOCUMENTS_INDUCTION_FEEDBACK_H
#define DOCUMENTS_INDUCTION_FEEDBACK_H

#include "common/documents/matter_body.h"

enum induction_stage { STAGE_DAY_0, STAGE_DAY_90, STAGE_DAY_180, INDUCTION_STAGES };
extern const char *const induction_stage_names[];

/* The days after the session from which a stage may be answered: a little early. */
extern const int induction_stage_days[INDUCTION_STAGES];

struct induction_feedback {
    struct matter_body matter; /* the booking; first: document.matter */
    enum induction_stage stage;
    const char *starter; /* NULL: anonymous */
    int relevance;       /* each from 1 to 5 */
    int confidence;
    int knows_who_to_call;
};

#endif
