/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coded part of a cancellation: places of a booking that are given back.
 */
#ifndef DOCUMENTS_INDUCTION_CANCELLATION_H
#define DOCUMENTS_INDUCTION_CANCELLATION_H

#include "common/documents/matter_body.h"

struct induction_cancellation {
    struct matter_body matter; /* the booking; first: document.matter */
    bool is_whole;             /* all of the booking */
    const char *reason;
    const char **starters;
    size_t starter_count;
};

#endif
