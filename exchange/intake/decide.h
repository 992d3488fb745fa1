/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decide: may this document follow what the log holds?  And what does the exchange
 * itself have to say once it does?  Pure functions over the ledger; one thread.
 */
#ifndef INTAKE_DECIDE_H
#define INTAKE_DECIDE_H

#include "exchange/intake/ledger.h"

/* A judged document that wants to become the next entry. */
struct proposal {
    const struct document *document;
    int sender;    /* agency numbers */
    int recipient; /* or LOG_PUBLISHED, or LOG_AGENCY_EXCHANGE */
};

/*
 * Judges the step against legs and entries as they are now.  REFUSAL_ERROR:
 * UNKNOWN_LEG, UNKNOWN_DOCUMENT, WRONG_RECIPIENT, LIFECYCLE, ALREADY_AWARDED, RULE.
 * What is another agency's gets the same words as what does not exist.
 */
G_GNUC_WARN_UNUSED_RESULT
bool decide_check(const struct ledger *ledger, const struct proposal *proposal,
                  GError **error);

/* What the exchange tells one agency. */
struct announcement {
    struct notice notice;
    struct uuid case_id;
    int recipient;
    char recipient_id[LEG_AGENCY_CHARS];
};

/*
 * The announcements that an entry calls for, after it was folded: the losing
 * candidates of an award, the referrer of a rejected referral.
 *
 * announcements  struct announcement is appended
 */
void decide_announcements(const struct ledger *ledger, const struct log_entry *entry,
                          const struct document *document, GArray *announcements);

/* The announcement that a leg's recipient was suspended before it was delivered. */
struct announcement announcement_undeliverable(const struct leg_record *leg);

#endif
