/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A rejection: a document that reached its recipient could not be used there.
 */
#ifndef DOCUMENTS_REJECTION_H
#define DOCUMENTS_REJECTION_H

#include "common/documents/uuid.h"

enum rejection_reason {
    REJECTION_CANNOT_OPEN,
    REJECTION_INVALID_DETAILS,
    REJECTION_BINDING_MISMATCH
};
extern const char *const rejection_reason_names[];

struct rejection {
    struct uuid document;
    enum rejection_reason reason;
};

#endif
