/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is dated in the coded part of a document, in the words of the schemas: every
 * attribute that is a date or a time, so that a new kind needs no line here.  Pure; any
 * thread.
 */
#ifndef DOCUMENTS_DATES_H
#define DOCUMENTS_DATES_H

#include "common/autoptr.h"
#include "common/documents/document.h"
#include "common/documents/labels.h"

struct dated {
    /* What it is the date of: "startsAt", "keyDate court-hearing on".  In one matter a
     * later document's date takes the place of an earlier one of the same name. */
    char *name;
    char *title;         /* "Meeting: Hospital discharge", "Meeting: Reply by" */
    const char *element; /* of a child element, "keyDate"; NULL for the body's own */
    int number;          /* of a point: its number; else 0 */
    char *value;         /* as it is written, to find it again in the details */
    bool is_moment;      /* a time, or a day */
    int64_t starts_us;   /* of a moment */
    int64_t ends_us;     /* 0 when no end is said */
    int32_t on;          /* of a day */
};

void dated_free(struct dated *dated);
DEFINE_AUTOPTR(dated, dated_free)

/*
 * Lists what the document dates, in its order.  struct dated *; belongs to the caller,
 * and lives no longer than the labels.
 */
GPtrArray *dates_list(const struct labels *labels, const struct document *document);

#endif
