/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger: what a batch of entries needs to know of the log before it, and what
 * becomes of it entry by entry.  Filled from the store's answer, read by decide,
 * written by fold, and emptied into the rows of the projections.  One thread.
 */
#ifndef INTAKE_LEDGER_H
#define INTAKE_LEDGER_H

#include "common/documents/lifecycle.h"
#include "exchange/store/log.h"
#include "exchange/store/projection.h"

struct ledger;

/* Takes entries and legs out of the answer. */
struct ledger *ledger_new(struct log_answer *answer);
void ledger_free(struct ledger *ledger);
DEFINE_AUTOPTR(ledger, ledger_free)

/* The entry of a document, or NULL. */
const struct log_entry *ledger_find_entry(const struct ledger *ledger,
                                          const struct uuid *id);

/* The leg of that id, or NULL. */
const struct leg_record *ledger_find_leg(const struct ledger *ledger,
                                         const struct uuid *id);

/* The legs (struct leg_record *) of a referral id, in the order offered; NULL if there
 * is none. */
const GPtrArray *ledger_list_referral(const struct ledger *ledger,
                                      const struct uuid *referral);

/* The same leg for writing, which counts as changed by this entry; NULL if unknown. */
struct leg_record *ledger_change_leg(struct ledger *ledger, const struct uuid *id,
                                     const struct log_entry *entry);

/*
 * Records of a shelf: the one of that id, or NULL; the same for writing, which counts
 * as changed; a new one, which the ledger then owns; all that are known, in no order,
 * in an array to g_ptr_array_unref().
 */
const void *ledger_find(const struct ledger *ledger, enum shelf_name name,
                        const struct uuid *id);
void *ledger_change(struct ledger *ledger, enum shelf_name name, const struct uuid *id);
void ledger_insert(struct ledger *ledger, enum shelf_name name, void *record);
GPtrArray *ledger_list(const struct ledger *ledger, enum shelf_name name);

/* Adds an entry that follows those known; the ledger does not own it. */
void ledger_insert_entry(struct ledger *ledger, struct log_entry *entry);

/* Adds a leg that did not exist before and owns it. */
void ledger_insert_leg(struct ledger *ledger, struct leg_record *leg);

/* Notes that a document was rejected by its recipient, or sent again since. */
void ledger_flag_document(struct ledger *ledger, const struct log_entry *entry,
                          const struct uuid *document, bool is_raised);

/* Where fold puts events, facts, flags and agencies. */
struct projection_batch *ledger_rows(struct ledger *ledger);

/* All rows, the legs that are new or changed included; the ledger ends with it. */
struct projection_batch *ledger_close(struct ledger *ledger);

#endif
