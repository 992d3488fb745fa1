/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A withdrawal: the referrer takes a leg back.
 */
#ifndef DOCUMENTS_WITHDRAWAL_H
#define DOCUMENTS_WITHDRAWAL_H

#include "common/documents/uuid.h"

struct withdrawal {
    struct uuid leg;
    const char *reason;
};

#endif
