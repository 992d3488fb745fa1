/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents: from bytes to a judged struct, and from a struct to bytes.  No keys, no
 * database, no clock, no files.  A document belongs to one thread at a time; strings
 * inside it live as long as it does.
 */
#ifndef DOCUMENTS_DOCUMENT_H
#define DOCUMENTS_DOCUMENT_H

#include "common/autoptr.h"
#include "common/documents/capacity.h"
#include "common/documents/delivery.h"
#include "common/documents/disclosure.h"
#include "common/documents/induction_attendance.h"
#include "common/documents/induction_booking.h"
#include "common/documents/induction_cancellation.h"
#include "common/documents/induction_feedback.h"
#include "common/documents/induction_session.h"
#include "common/documents/induction_starter.h"
#include "common/documents/information_disclosure.h"
#include "common/documents/information_request.h"
#include "common/documents/kinds.h"
#include "common/documents/matter_body.h"
#include "common/documents/notice.h"
#include "common/documents/outcome.h"
#include "common/documents/referral.h"
#include "common/documents/refusal.h"
#include "common/documents/registration.h"
#include "common/documents/rejection.h"
#include "common/documents/response.h"
#include "common/documents/schema.h"
#include "common/documents/service.h"
#include "common/documents/status_update.h"
#include "common/documents/timestamp.h"
#include "common/documents/uuid.h"
#include "common/documents/violation.h"
#include "common/documents/withdrawal.h"

struct document {
    struct uuid id;
    struct uuid case_id;
    int64_t created_us;
    bool has_in_reply_to;
    struct uuid in_reply_to;
    bool has_supersedes;
    struct uuid supersedes;
    const char *marking;   /* NULL when absent */
    const char *retention; /* NULL when absent */
    bool is_test;
    const char *from_agency;
    const char *from_role;  /* NULL when absent */
    const char *from_actor; /* NULL when absent */
    const char *to_agency;  /* NULL: published */
    enum kind kind;
    GBytes *sealed; /* the decoded CMS; NULL when there is none */
    union {
        struct referral referral;
        struct delivery delivery;
        struct leg_response response;
        struct status_update status_update;
        struct outcome outcome;
        struct withdrawal withdrawal;
        struct information_request information_request;
        struct information_disclosure information_disclosure;
        struct disclosure disclosure;
        struct rejection rejection;
        struct induction_session induction_session;
        struct induction_starter induction_starter;
        struct induction_booking induction_booking;
        struct induction_cancellation induction_cancellation;
        struct induction_attendance induction_attendance;
        struct induction_feedback induction_feedback;
        struct registration registration;
        struct notice notice;
        struct matter_body matter; /* of every kind that has a form */
        struct service service;
        struct capacity capacity;
    };
    struct tree *tree; /* what the strings above point into */
};

/*
 * Judges the bytes of a document as it travels: encoding, no DOCTYPE, limits, the
 * schema, and the rules that a schema cannot say.  Pure: the same bytes always get
 * the same verdict.
 *
 * wire        the calling thread's validator of SCHEMA_WIRE
 * violations  receives what is wrong, line by line; may be NULL
 *
 * Returns NULL with a REFUSAL_ERROR: DOCTYPE_FORBIDDEN, ENCODING, XML_MALFORMED,
 * DOCUMENT_LIMITS, SCHEMA, RULE, SEALED_FORBIDDEN or SEALED_REQUIRED.
 */
G_GNUC_WARN_UNUSED_RESULT
struct document *document_judge(struct validator *wire, GBytes *bytes,
                                GPtrArray *violations, GError **error);

void document_free(struct document *document);
DEFINE_AUTOPTR(document, document_free)

/*
 * The leg that the document is about: a referral's own id, else what its attribute
 * says.  NULL for a delivery, a rejection and a registration, which name documents or
 * an agency instead, and for what is said within a matter.
 */
const struct uuid *document_leg(const struct document *document);

/* The matter that the document opens or is a step of; NULL when it is of another kind.
 */
const struct uuid *document_matter(const struct document *document);

/* What stands around a body; the writer's half of struct document. */
struct envelope {
    struct uuid id;
    struct uuid case_id;
    int64_t created_us;
    const struct uuid *in_reply_to; /* NULL: none */
    const struct uuid *supersedes;  /* NULL: none */
    const char *marking;            /* NULL: none */
    const char *retention;          /* NULL: none */
    bool is_test;
    const char *from_agency;
    const char *from_role;  /* NULL: none */
    const char *from_actor; /* NULL: none */
    const char *to_agency;  /* NULL: published */
};

/*
 * Writes the coded body of document->kind from its struct: an element in its own
 * namespace, without declaration.  Only the kind and the body are read.
 */
char *document_write_body(const struct document *document);

/*
 * Writes a document.
 *
 * body    the coded body as an XML element in its own namespace, without declaration
 * sealed  CMS bytes, or NULL
 *
 * What it writes is not judged: who sends it judges it first, as a recipient will.
 */
GBytes *document_write(const struct envelope *envelope, const char *body,
                       GBytes *sealed);

#endif
