/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Details: the part of a document that only sender and recipient read, checked with
 * the same rules and words before sealing and after opening.
 */
#ifndef DOCUMENTS_DETAILS_H
#define DOCUMENTS_DETAILS_H

#include "common/autoptr.h"
#include "common/documents/document.h"

/* One <details>, judged; belongs to one thread at a time. */
struct details;

/*
 * Judges opened (or about to be sealed) details against the schema, against the
 * coded document that carries them (same kind; id, case and sender repeated inside)
 * and against the rules of the kind, for instance that a reason `other` is explained.
 * Details without words are those of a document that needs none.
 *
 * validator   the calling thread's validator of SCHEMA_DETAILS
 * document    the coded part, judged before
 * violations  receives what is wrong; may be NULL
 *
 * Returns NULL with a REFUSAL_ERROR; IDENTITY_MISMATCH means that the binding does
 * not hold: the sealed part was lifted from another document.
 */
G_GNUC_WARN_UNUSED_RESULT
struct details *details_judge(struct validator *validator, GBytes *bytes,
                              const struct document *document, GPtrArray *violations,
                              GError **error);

void details_free(struct details *details);
DEFINE_AUTOPTR(details, details_free)

/* The <details> of somebody who wrote no words, to be bound like any other. */
GBytes *details_without_words(void);

/*
 * Fills in the three binding attributes of a <details> element, and whose words they
 * are (by; NULL: nothing is said of that): what an author wrote becomes what is sealed.
 * The bytes are an XML document with the root <details>.
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *details_bind(GBytes *bytes, const struct uuid *document,
                     const struct uuid *case_id, const char *from_agency,
                     const char *by, GError **error);

#endif
