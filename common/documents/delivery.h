/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A delivery: its sender has stored these documents durably.
 */
#ifndef DOCUMENTS_DELIVERY_H
#define DOCUMENTS_DELIVERY_H

#include "common/documents/uuid.h"
#include <stddef.h>

struct delivery {
    struct uuid *stored; /* 1 to DELIVERY_MAX_DOCUMENTS, each once */
    size_t stored_count;
};

#endif
