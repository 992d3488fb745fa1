/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A history to judge against: documents and entries as structs, without keys, XML or a
 * database.  Agencies are known by number: 1 refers, 2 and 3 receive, 4 is a stranger.
 */
#ifndef TESTS_UNIT_EXCHANGE_HISTORY_H
#define TESTS_UNIT_EXCHANGE_HISTORY_H

#include "exchange/intake/decide.h"
#include "exchange/intake/fold.h"
#include "exchange/store/matters.h"

enum { REFERRER = 1, RECIPIENT = 2, RIVAL = 3, STRANGER = 4 };

struct history {
    struct ledger *ledger;
    GPtrArray *entries; /* struct log_entry, owned */
    struct uuid case_id;
    struct uuid referral;
};

void history_begin(struct history *history);
void history_end(struct history *history);

/* Ids that read like the number, so that failures can be told apart. */
struct uuid id_of(unsigned int number);

/* Documents, yet without parties; leg, document and request are ids by number. */
struct document a_referral(const struct history *history, unsigned int id,
                           enum referral_mode mode);
struct document a_response(const struct history *history, unsigned int id,
                           unsigned int leg, enum decision decision);
struct document a_status(const struct history *history, unsigned int id,
                         unsigned int leg, enum status status);
struct document a_withdrawal(const struct history *history, unsigned int id,
                             unsigned int leg);
struct document a_request(const struct history *history, unsigned int id,
                          unsigned int leg);
struct document a_disclosure_of(const struct history *history, unsigned int id,
                                unsigned int leg, unsigned int request);
struct document a_disclosure(const struct history *history, unsigned int id,
                             unsigned int leg);
struct document a_rejection(const struct history *history, unsigned int id,
                            unsigned int document);
struct document a_notice(const struct history *history, unsigned int id,
                         unsigned int leg, enum notice_kind kind);

/* A commitment of the agency `from`; leg 0 is none. */
struct document a_commitment(const struct history *history, unsigned int id,
                             unsigned int leg, const char *from);
struct document a_commitment_step(const struct history *history, unsigned int id,
                                  unsigned int matter, const char *word);

/* A delivery of one document; the id must outlive it. */
struct document a_delivery(const struct history *history, unsigned int id,
                           struct uuid *stored);

/* The time of the entry that comes next; each comes a second after the last. */
int64_t history_next(const struct history *history);

/* Judges a document between two agencies: -1 when it may follow, else the refusal. */
int history_judge(const struct history *history, const struct document *document,
                  int sender, int recipient);

/* Takes it, whatever the judgement would be. */
struct log_entry *history_take(struct history *history, const struct document *document,
                               int sender, int recipient);

/* The matter of that number as it is now. */
const struct matter_record *history_matter(const struct history *history,
                                           unsigned int matter);

/* The leg of that number as it is now. */
const struct leg_record *history_leg(const struct history *history, unsigned int leg);

#endif
