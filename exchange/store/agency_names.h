/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which id an agency's number stands for, remembered, because both are given for good
 * and every commit asks.  Any thread.
 */
#ifndef STORE_AGENCY_NAMES_H
#define STORE_AGENCY_NAMES_H

#include "exchange/store/store.h"

struct agency_names;

struct agency_names *agency_names_new(void);
void agency_names_free(struct agency_names *names);

/*
 * The id of a number that stands in the log; read from the database when it is new.
 * Lives as long as names.
 */
const char *agency_names_find(struct agency_names *names,
                              struct transaction *transaction, int number,
                              GError **error);

/* Those of the transaction's store. */
struct agency_names *transaction_agency_names(struct transaction *transaction);

#endif
