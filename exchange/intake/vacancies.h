/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vacancies: at most one live leg is accepted for each, and the order of the log says
 * which.  A hold lapses by itself: who comes after it may have the vacancy, unless the
 * service of the first has started by then.  Pure functions over the ledger.
 */
#ifndef INTAKE_VACANCIES_H
#define INTAKE_VACANCIES_H

#include "common/documents/capacity.h"
#include "exchange/intake/family.h"

/* A notice of this service names these vacancies and no others. */
void vacancies_list(struct ledger *ledger, const struct uuid *service, int agency,
                    const struct vacancy *named, size_t count);

/* Asks for the vacancy that a referral or a response names. */
void vacancies_ask(struct log_question *question, const struct document *document);

/*
 * Judges the vacancy that a referral asks for: one of the recipient's, offered, and not
 * held.  REFUSAL_RULE, REFUSAL_VACANCY_TAKEN.
 */
G_GNUC_WARN_UNUSED_RESULT
bool vacancies_check_referral(const struct ledger *ledger,
                              const struct proposal *proposal, GError **error);

/* Judges a step that would hold a vacancy: an acceptance, or the start of a service. */
G_GNUC_WARN_UNUSED_RESULT
bool vacancies_check_step(const struct ledger *ledger, const struct proposal *proposal,
                          const struct leg_record *leg, GError **error);

/* After a step was taken: what it holds or releases. */
void vacancies_fold_step(struct ledger *ledger, const struct document *document,
                         struct leg_record *leg);

/* After whatever changed a leg: a leg that has ended holds nothing. */
void vacancies_release(struct ledger *ledger, const struct leg_record *leg);

#endif
