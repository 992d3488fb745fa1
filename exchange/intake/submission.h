/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A submission: one document on its way from bytes to decision.  It belongs to one
 * thread at a time: who submits it, then a worker, then the committer, then who waits.
 */
#ifndef INTAKE_SUBMISSION_H
#define INTAKE_SUBMISSION_H

#include "common/documents/document.h"
#include "common/trust/registry.h"
#include "exchange/store/log.h"

struct submission;

/* Takes the submission over once it is settled; called on intake's threads. */
typedef void submission_function(struct submission *submission, void *data);

struct submission {
    /* What came in. */
    struct uuid id; /* of the path */
    GBytes *bytes;
    struct registry *registry;            /* in force when the peer was let in */
    const struct registry_agency *agency; /* the peer's, in that registry */
    submission_function *settled;
    void *data;

    /* What the check found. */
    struct digest sha256;
    struct digest certificate; /* of the signer */
    struct document *document; /* NULL when refused */
    int recipient;             /* agency number, or LOG_PUBLISHED */
    GPtrArray *violations;     /* of the schema and the rules; may be empty */
    GError *refusal;           /* of the check; holds unless it was accepted before */

    /* What became of it: a receipt or an error. */
    GBytes *receipt;
    bool is_repeat; /* the receipt is that of an earlier submission */
    GError *error;
};

/* References bytes and registry, in which agency stands. */
struct submission *submission_new(const struct uuid *id, GBytes *bytes,
                                  const struct registry *registry,
                                  const struct registry_agency *agency);
void submission_free(struct submission *submission);
DEFINE_AUTOPTR(submission, submission_free)

/* Forgets what became of it, so that it can be settled anew. */
void submission_reset(struct submission *submission);

#endif
