/* SPDX-License-Identifier: Apache-2.0 */
/* Registrations in the ledger: an agency becomes what its last registration says. */
#ifndef INTAKE_REGISTRATIONS_H
#define INTAKE_REGISTRATIONS_H

#include "exchange/intake/ledger.h"

/* number  the agency's, which its registration does not hold */
void registration_fold(struct ledger *ledger, const struct log_entry *entry,
                       const struct registration *registration, int number);

#endif
