/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attributes and struct members, as tables: one table of an element both reads and
 * writes it, so that the two cannot differ.  For the files of this folder alone.
 */
#ifndef DOCUMENTS_FIELD_H
#define DOCUMENTS_FIELD_H

#include "common/documents/maybe.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum field_type {
    FIELD_TEXT,       /* const char *; NULL when absent */
    FIELD_AGENCY,     /* char[AGENCY_ID_MAX + 1] */
    FIELD_UUID,       /* struct uuid */
    FIELD_NAME,       /* an enum of a closed set: names[value] */
    FIELD_KIND,       /* enum kind */
    FIELD_BOOL,       /* bool; absent is false */
    FIELD_MAYBE,      /* enum maybe; absent is UNSAID */
    FIELD_COUNT,      /* int from 0; -1 when absent */
    FIELD_BAND,       /* int from 0; "6+" is 6 */
    FIELD_HUNDREDTHS, /* int: 6.5 is 650; -1 when absent */
    FIELD_FIGURE,     /* int64_t: the same, without a bound of its own */
    FIELD_SEQUENCE,   /* uint64_t */
    FIELD_DATE,       /* int32_t; DATE_NONE when absent */
    FIELD_TIMESTAMP,  /* int64_t */
    FIELD_SHA256,     /* uint8_t[32] as hexadecimal digits */
    FIELD_AREAS       /* const char ** and size_t after it: words with spaces between */
};

struct field {
    const char *name;
    enum field_type type;
    size_t offset;
    bool is_optional;
    bool has_presence; /* a bool beside it says whether it is there */
    size_t presence_offset;
    const char *const *names; /* FIELD_NAME */
};

#define REQUIRED(attribute, field_type, owner, member)                                 \
    {                                                                                  \
        .name = attribute, .type = field_type,                                         \
        .offset = offsetof(struct owner, member)                                       \
    }
#define OPTIONAL(attribute, field_type, owner, member)                                 \
    {                                                                                  \
        .name = attribute, .type = field_type,                                         \
        .offset = offsetof(struct owner, member), .is_optional = true                  \
    }
/* Optional, with a bool of the same struct that says whether it is there. */
#define PRESENT_IF(attribute, field_type, owner, presence, member)                     \
    {                                                                                  \
        .name = attribute, .type = field_type,                                         \
        .offset = offsetof(struct owner, member), .is_optional = true,                 \
        .has_presence = true, .presence_offset = offsetof(struct owner, presence)      \
    }
#define NAMED(attribute, owner, member, table)                                         \
    {                                                                                  \
        .name = attribute, .type = FIELD_NAME,                                         \
        .offset = offsetof(struct owner, member), .names = table                       \
    }
/* Optional, of an enum whose first name is that it was not said. */
#define SAID(attribute, owner, member, table)                                          \
    {                                                                                  \
        .name = (attribute), .type = FIELD_NAME,                                       \
        .offset = offsetof(struct owner, member), .is_optional = true,                 \
        .names = (table)                                                               \
    }

#endif
