/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coded part of an outcome: how the service to a leg ended, need by need.
 */
#ifndef DOCUMENTS_OUTCOME_H
#define DOCUMENTS_OUTCOME_H

#include "common/documents/uuid.h"
#include <stddef.h>
#include <stdint.h>

enum ending { ENDING_COMPLETED, ENDING_ENDED_EARLY };
extern const char *const ending_names[];

enum need_result { RESULT_MET, RESULT_PARTLY, RESULT_NOT_MET, RESULT_UNKNOWN };
extern const char *const need_result_names[];

struct outcome_result {
    const char *need;
    enum need_result result;
};

struct outcome {
    struct uuid leg;
    enum ending ending;
    const char *end_reason;
    const char *destination; /* NULL when absent */
    int hours_hundredths;    /* -1 when absent */
    int32_t follow_up_on;    /* DATE_NONE when absent */
    struct outcome_result *results;
    size_t result_count;
};

#endif
