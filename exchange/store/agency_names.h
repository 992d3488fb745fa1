/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which id an agency's number stands for, remembered, because both are given for good
 * and every commit and every page of a mailbox asks.  Any thread.
 */
#ifndef STORE_AGENCY_NAMES_H
#define STORE_AGENCY_NAMES_H

#include "exchange/store/store.h"

struct agency_names;

struct agency_names *agency_names_new(void);
void agency_names_free(struct agency_names *names);

/* Those of a store. */
struct agency_names *store_agency_names(struct store *store);

/*
 * The id of a number that stands in the log; read from the database when it is new.
 * Lives as long as the store.
 */
G_GNUC_WARN_UNUSED_RESULT
const char *agency_names_find(struct store *store, int number, GError **error);

#endif
