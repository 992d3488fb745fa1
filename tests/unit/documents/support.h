/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of common/documents share: schemas loaded once, and documents made of
 * a body and little else.
 */
#ifndef TESTS_DOCUMENTS_SUPPORT_H
#define TESTS_DOCUMENTS_SUPPORT_H

#include "common/documents/details.h"
#include "common/documents/document.h"

#define DOCUMENT_ID "0a1b2c3d-0000-4000-8000-000000000001"
#define CASE_ID     "0a1b2c3d-0000-4000-8000-000000000002"
#define LEG_ID      "0a1b2c3d-0000-4000-8000-000000000003"
#define OTHER_ID    "0a1b2c3d-0000-4000-8000-000000000004"
#define CREATED     "2026-11-21T09:30:00Z"

/* Coded bodies that pass. */
extern const char good_referral[];
extern const char good_first_accept[];

/* The validator of a root; made once, for the one thread of a test. */
struct validator *support_validator(enum schema_root root);

/*
 * The XML of a document.  from and to are agency ids, to may be NULL; sealed is base64
 * text or NULL; extra stands among the envelope's attributes.
 */
GBytes *support_document(const char *from, const char *to, const char *body,
                         const char *sealed, const char *extra);

/* The same between the two usual agencies, sealed. */
GBytes *support_usual(const char *body);

/* Judges; NULL and *error as document_judge(). */
struct document *support_judge(GBytes *bytes, GPtrArray *violations, GError **error);

/* Judges what must pass. */
struct document *support_accept(GBytes *bytes);

/* A file of tests/samples/valid, by its name without ".xml"; the caller frees. */
char *support_sample_text(const char *name);

/* The same, judged, which it must pass. */
struct document *support_sample(const char *name);

/*
 * Judges opened details with their document, which must pass.  rule: what they break,
 * or NULL when they are right.
 */
void support_check_details(const char *why, GBytes *bytes, const char *details,
                           const char *rule);

/* Whether some violation has that rule. */
bool support_has_rule(const GPtrArray *violations, const char *rule);

/* All violations as one text, for messages. */
char *support_describe(const GPtrArray *violations);

#endif
