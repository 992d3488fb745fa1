/* SPDX-License-Identifier: Apache-2.0 */
/* What other families do to the comments on a policy. */
#ifndef INTAKE_CONSULTATIONS_H
#define INTAKE_CONSULTATIONS_H

#include "exchange/intake/ledger.h"

/* A comment that its recipient rejected needs no answer. */
void comments_drop(struct ledger *ledger, const struct uuid *id);

#endif
