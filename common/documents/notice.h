/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A notice: the exchange tells one agency what happened to a leg without a step of
 * its own.
 */
#ifndef DOCUMENTS_NOTICE_H
#define DOCUMENTS_NOTICE_H

#include "common/documents/uuid.h"
#include <stdbool.h>

enum notice_kind {
    NOTICE_SUPERSEDED,   /* to each losing candidate */
    NOTICE_REJECTED,     /* to the referrer: the leg is now in error */
    NOTICE_UNDELIVERABLE /* to the referrer: the recipient was suspended first */
};
extern const char *const notice_kind_names[];

struct notice {
    enum notice_kind kind;
    struct uuid leg;
    bool has_document;
    struct uuid document; /* the rejection, for instance */
};

#endif
