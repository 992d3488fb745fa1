/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coded part of an information disclosure: how each item asked for is answered;
 * the information itself is sealed.
 */
#ifndef DOCUMENTS_INFORMATION_DISCLOSURE_H
#define DOCUMENTS_INFORMATION_DISCLOSURE_H

#include "common/documents/uuid.h"
#include <stddef.h>

enum answer { ANSWER_ANSWERED, ANSWER_PARTLY, ANSWER_REFUSED, ANSWER_NONE_HELD };
extern const char *const answer_names[];

struct information_item {
    const char *category;
    enum answer answer;
};

struct information_disclosure {
    struct uuid leg;
    struct uuid request; /* the information-request's document */
    const char *onward_use;
    struct information_item *items; /* each category once */
    size_t item_count;
};

#endif
