/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fold: what one entry of the log makes of everything known before it.  The live
 * commit and rebuild call the same function.  It reads time from the entry only,
 * judges nothing and cannot fail: what it is given was accepted.
 */
#ifndef INTAKE_FOLD_H
#define INTAKE_FOLD_H

#include "exchange/intake/ledger.h"

/*
 * Takes one entry into the ledger.
 *
 * entry       follows every entry folded so far; outlives the ledger
 * document    its content
 * registered  for a registration: the number of the agency it is about; else ignored
 */
void fold_entry(struct ledger *ledger, struct log_entry *entry,
                const struct document *document, int registered);

#endif
