/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_LOCAL_STORE_CONNECTION_H
#define AGENCY_CLIENT_LOCAL_STORE_CONNECTION_H

/* What a store is inside.  Private to local_store/. */

#include "agency-client/local_store/local_store.h"

#include <glib.h>
#include <sqlite3.h>

struct local_store {
    sqlite3 *database;
    GHashTable *statements; /* SQL constant -> sqlite3_stmt *, prepared once */
    int depth;              /* of local_store_transact */
};

#endif
