/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Problems: the answer to a request that is refused, RFC 9457 appendix B as XML.
 * Pure functions; safe to call from any thread.
 */
#ifndef DOCUMENTS_PROBLEM_H
#define DOCUMENTS_PROBLEM_H

#include "common/autoptr.h"
#include "common/documents/refusal.h"
#include "common/documents/uuid.h"
#include "common/documents/violation.h"

#define MEDIA_PROBLEM "application/problem+xml"

struct problem {
    bool is_known; /* the type is one of the registry: refusal says which */
    enum refusal refusal;
    char *type;
    char *title;
    int status;
    char *detail;            /* NULL when absent */
    char *instance;          /* NULL when absent */
    GPtrArray *violations;   /* struct violation *; empty when there are none */
    int retry_after_seconds; /* not in the XML: the reader of the header sets it */
};

/*
 * Writes a problem.
 *
 * detail      words without personal values; may be NULL
 * request_id  becomes the instance urn:uuid:...; may be NULL
 * violations  of struct violation *; may be NULL
 */
GBytes *problem_write(enum refusal refusal, const char *detail,
                      const struct uuid *request_id, const GPtrArray *violations);

/* Reads one back; a type that the registry does not hold is kept as text. */
G_GNUC_WARN_UNUSED_RESULT
struct problem *problem_read(GBytes *bytes, GError **error);

void problem_free(struct problem *problem);
DEFINE_AUTOPTR(problem, problem_free)

#endif
