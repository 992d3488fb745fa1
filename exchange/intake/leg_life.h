/* SPDX-License-Identifier: Apache-2.0 */
/* What documents do to a leg, for the families whose documents do. */
#ifndef INTAKE_LEG_LIFE_H
#define INTAKE_LEG_LIFE_H

#include "exchange/intake/ledger.h"

/* Takes a step of a leg with everything that it implies. */
void leg_take(struct ledger *ledger, const struct log_entry *entry,
              struct leg_record *leg, enum leg_event event);

/* Notes a code that the entry says about the leg; a code of NULL is none. */
void leg_note(struct ledger *ledger, const struct log_entry *entry,
              const struct leg_record *leg, enum leg_fact_kind kind, const char *code,
              const char *value);

#endif
