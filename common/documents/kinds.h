/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kinds of document there are, as one table: what each is called, who signs
 * it, to whom it goes and whether it carries a sealed part.  Immutable; any thread.
 */
#ifndef DOCUMENTS_KINDS_H
#define DOCUMENTS_KINDS_H

#include "common/documents/uuid.h"
#include <glib.h>
#include <stdbool.h>

/* The exchange's own id as an agency. */
#define EXCHANGE_AGENCY "referral-exchange"

#define DOCUMENT_NAMESPACE "urn:referral-exchange:document:1"
#define DETAILS_NAMESPACE  "urn:referral-exchange:details:1"

enum kind {
    KIND_REFERRAL,
    KIND_DELIVERY,
    KIND_RESPONSE,
    KIND_STATUS_UPDATE,
    KIND_OUTCOME,
    KIND_WITHDRAWAL,
    KIND_INFORMATION_REQUEST,
    KIND_INFORMATION_DISCLOSURE,
    KIND_DISCLOSURE,
    KIND_REJECTION,
    KIND_INDUCTION_SESSION,
    KIND_INDUCTION_STARTER,
    KIND_INDUCTION_BOOKING,
    KIND_INDUCTION_CANCELLATION,
    KIND_INDUCTION_ATTENDANCE,
    KIND_INDUCTION_FEEDBACK,
    KIND_REGISTRATION,
    KIND_NOTICE,
    KIND_COMMITMENT,
    KIND_COMMITMENT_STEP,
    KIND_SERVICE,
    KIND_CAPACITY,
    KIND_AVAILABILITY_ENQUIRY,
    KIND_AVAILABILITY_ANSWER,
    KIND_MEETING,
    KIND_MEETING_REPLY,
    KIND_MEETING_RECORD,
    KIND_MEETING_PROGRESS,
    KIND_JOINT_VISIT,
    KIND_VISIT_UPDATE,
    KIND_LEAD_WORKER_REQUEST,
    KIND_LEAD_WORKER_ANSWER,
    KIND_CALL_BACK,
    KIND_CALL_BACK_RESULT,
    KIND_ENQUIRY,
    KIND_ENQUIRY_REPLY,
    KIND_CONSULTATION,
    KIND_CONSULTATION_COMMENT,
    KIND_CONSULTATION_ANSWER,
    KIND_CONSULTATION_FINAL,
    KIND_CONSULTATION_ADOPTION,
    KIND_FEEDBACK,
    KIND_FEEDBACK_REPLY,
    KIND_PRACTICE_AUDIT,
    KIND_AUDIT_ACCESS,
    KIND_AUDIT_FINDINGS,
    KIND_AUDIT_PROGRESS,
    KIND_SUPPORT_PLAN,
    KIND_PLAN_STEP,
    KIND_REPORT,
    KIND_REPORT_STEP,
    KIND_CHANGE_OF_ADDRESS,
    KIND_HOUSING_REPORT,
    KIND_HOUSING_REPLY,
    KIND_HOURS_ORDER,
    KIND_HOURS_STATEMENT,
    KIND_HOURS_DECISION,
    KIND_HOURS_PAYMENT,

    KIND_COUNT
};

enum sealed_rule {
    SEALED_FORBIDDEN,
    SEALED_OPTIONAL,  /* it may hold words, or only the name of whoever wrote */
    SEALED_FOR_WORDS, /* the same, but that it is there at all would tell something */
    SEALED_REQUIRED,
    SEALED_BY_MODE
};

enum addressing {
    ADDRESSED_TO_AGENCY,   /* exactly one member */
    ADDRESSED_TO_EXCHANGE, /* to="referral-exchange" */
    PUBLISHED              /* no <to>: every active member reads it */
};

struct document;
struct matter_form;
struct reader;

struct kind_entry {
    const char *name;          /* of the element; also the kind's name in views */
    const char *xml_namespace; /* of the coded body */
    bool is_signed_by_exchange;
    bool is_own_case; /* no client's case: its case is its own id */
    enum addressing addressing;
    enum sealed_rule sealed;
    const struct matter_form *matter; /* of what matters are made of; else NULL */
    /*
     * Inner workings of common/documents: body into struct, what XSD cannot say of it
     * and of the details, struct into body, and freeing what the struct alone owns.
     * All but read and write may be NULL.
     */
    void (*read)(struct reader *reader, struct document *document);
    void (*check)(struct reader *reader, const struct document *document);
    void (*check_details)(struct reader *reader, const struct document *document);
    void (*write)(GString *xml, const struct document *document);
    void (*clear)(struct document *document);
};

extern const struct kind_entry kinds[KIND_COUNT];

/* Finds a kind by its name. */
G_GNUC_WARN_UNUSED_RESULT
bool kind_find(const char *name, enum kind *kind);

/* Whether a newer release might have a kind of that name. */
bool kind_may_be(const char *name);

#endif
