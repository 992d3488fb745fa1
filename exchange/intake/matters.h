/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matters in the ledger: the family of every kind that has a form and no family of its
 * own.  A family with more to it (a session with places, a vacancy) calls what stands
 * here and adds its own.
 */
#ifndef INTAKE_MATTERS_H
#define INTAKE_MATTERS_H

#include "exchange/intake/family.h"

/* The leg and the group that an opener names. */
G_GNUC_WARN_UNUSED_RESULT
bool matters_check_opening(const struct ledger *ledger, const struct proposal *proposal,
                           GError **error);

/*
 * A step: of a matter that this agency is party to, to the other party, in its case,
 * by the life of its kind.  REFUSAL_UNKNOWN_MATTER, WRONG_RECIPIENT, LIFECYCLE, RULE.
 */
G_GNUC_WARN_UNUSED_RESULT
bool matters_check_step(const struct ledger *ledger, const struct proposal *proposal,
                        GError **error);

void matters_fold_opening(struct ledger *ledger, const struct log_entry *entry,
                          const struct document *document);
void matters_fold_step(struct ledger *ledger, const struct log_entry *entry,
                       const struct document *document);

/*
 * What an entry does to a matter though it is no step of it: the life says so in a row
 * of the exchange for that kind.  Nothing, where that row is not open.
 */
void matters_fold_effect(struct ledger *ledger, const struct log_entry *entry,
                         const struct uuid *id);

/* A test does not reject what is none. */
G_GNUC_WARN_UNUSED_RESULT
bool matters_check_rejection(const struct ledger *ledger,
                             const struct proposal *proposal,
                             const struct log_entry *rejected, GError **error);

/* A document of a matter was rejected by its recipient: if it is the opener, nothing
 * can come of the matter. */
void matters_fold_rejection(struct ledger *ledger, const struct log_entry *entry,
                            const struct log_entry *rejected);

/* A document that was rejected has been sent again. */
void matters_fold_repeat(struct ledger *ledger, const struct log_entry *former);

#endif
