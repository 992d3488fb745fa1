/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coded part of an information request: which kinds of item the recipient asks
 * the referrer for; the questions themselves are sealed.
 */
#ifndef DOCUMENTS_INFORMATION_REQUEST_H
#define DOCUMENTS_INFORMATION_REQUEST_H

#include "common/documents/uuid.h"
#include <stddef.h>
#include <stdint.h>

struct information_request {
    struct uuid leg;
    const char *purpose;
    const char *basis;
    int32_t due_on;
    const char **categories; /* one an item, each once */
    size_t category_count;
};

#endif
