/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Families: kinds of document that change the same things.  One table says for every
 * kind which rows it asks for, whether it may follow, what becomes of the rows, and
 * what the exchange then has to say.  Pure functions over the ledger; one thread.
 */
#ifndef INTAKE_FAMILY_H
#define INTAKE_FAMILY_H

#include "exchange/intake/ledger.h"
#include "exchange/intake/notices.h"

/* A judged document that wants to become the next entry. */
struct proposal {
    const struct document *document;
    int sender;    /* agency numbers */
    int recipient; /* or LOG_PUBLISHED, or LOG_AGENCY_EXCHANGE */
    int64_t at_us; /* the time of the entry that it would become */
};

/* What is NULL has nothing to do. */
struct family {
    /* Names what check and fold want to know, besides the entries of the document
     * itself and of what it supersedes. */
    void (*ask)(struct log_question *question, const struct document *document);
    /* Judges and changes nothing.  REFUSAL_ERROR. */
    bool (*check)(const struct ledger *ledger, const struct proposal *proposal,
                  GError **error);
    /* Takes what was accepted.  Reads time from the entry, judges nothing, cannot
     * fail: a rebuild calls it for whatever the log holds. */
    void (*fold)(struct ledger *ledger, const struct log_entry *entry,
                 const struct document *document);
    /* Appends struct announcement, after the fold. */
    void (*announce)(const struct ledger *ledger, const struct log_entry *entry,
                     const struct document *document, GArray *announcements);
};

const struct family *family_of(enum kind kind);

/* Appends to a question everything that deciding or folding this document asks for. */
void family_ask(struct log_question *question, const struct document *document);

extern const struct family family_referrals;
extern const struct family family_leg_steps;
extern const struct family family_deliveries;
extern const struct family family_rejections;
extern const struct family family_notices;
extern const struct family family_hours_orders;
extern const struct family family_hours_statements;
extern const struct family family_matters;
extern const struct family family_comments;
extern const struct family family_comment_answers;
extern const struct family family_final_policies;
extern const struct family family_enquiry_replies;
extern const struct family family_services;
extern const struct family family_capacity;
extern const struct family family_induction_sessions;
extern const struct family family_induction_starters;
extern const struct family family_induction_bookings;
extern const struct family family_induction_cancellations;
extern const struct family family_induction_attendances;
extern const struct family family_induction_feedback;

/* What is another agency's gets the same words as what does not exist. */
bool refuse_unknown_leg(GError **error);
bool refuse_unknown_document(GError **error);

/* A test, whatever comes of it, moves nothing that is none. */
G_GNUC_WARN_UNUSED_RESULT
bool check_test(bool is_of_test, const struct document *document, GError **error);

#endif
