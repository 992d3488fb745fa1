/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The beginning of a report for a court or a hearing: what was written about a case,
 * day by day, as the background of an authoring file that a person finishes.  Pure; any
 * thread.
 */
#ifndef DOCUMENTS_REPORT_DRAFT_H
#define DOCUMENTS_REPORT_DRAFT_H

#include "common/documents/labels.h"
#include <stdint.h>

/* A document of the case, judged before. */
struct report_source {
    GBytes *content; /* <document> */
    GBytes *details; /* its opened <details>, or NULL */
};

/*
 * Writes the draft.  When not all fits into the background, the oldest is left out and
 * the first line says so.  What only a person can say is there, and empty, which a
 * judge of the file refuses.
 *
 * sources     struct report_source *, oldest first
 * since       the first day that counts, or DATE_NONE
 *
 * Returns an XML document to g_free().
 */
char *report_draft_write(const struct labels *labels, const GPtrArray *sources,
                         int32_t since);

#endif
