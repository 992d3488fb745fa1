/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decide: may this document follow what the log holds?  And what does the exchange
 * itself have to say once it does?  Each kind is judged by its family.  Pure functions
 * over the ledger; one thread.
 */
#ifndef INTAKE_DECIDE_H
#define INTAKE_DECIDE_H

#include "exchange/intake/family.h"

/*
 * Judges the step against what is known as it is now.  REFUSAL_ERROR: UNKNOWN_LEG,
 * UNKNOWN_DOCUMENT, WRONG_RECIPIENT, LIFECYCLE, ALREADY_AWARDED, RULE.  What is another
 * agency's gets the same words as what does not exist.
 */
G_GNUC_WARN_UNUSED_RESULT
bool decide_check(const struct ledger *ledger, const struct proposal *proposal,
                  GError **error);

/*
 * Sets the leg or the matter that an entry is listed under: that of its document, or,
 * for a rejection, that of what was rejected.
 */
void decide_concern(const struct ledger *ledger, const struct document *document,
                    struct log_entry *entry);

/*
 * The announcements that an entry calls for, after it was folded: the losing
 * candidates of an award, the referrer of a rejected referral.
 *
 * announcements  struct announcement is appended
 */
void decide_announcements(const struct ledger *ledger, const struct log_entry *entry,
                          const struct document *document, GArray *announcements);

#endif
