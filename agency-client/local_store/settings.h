/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_LOCAL_STORE_SETTINGS_H
#define AGENCY_CLIENT_LOCAL_STORE_SETTINGS_H

/* Single values by name: cursors, and the directory and CRL as last fetched. */

#include "agency-client/local_store/local_store.h"

#include <glib.h>
#include <stdbool.h>

/* The value, or NULL in *value when there is none. */
G_GNUC_WARN_UNUSED_RESULT
bool settings_read(struct local_store *store, const char *name, GBytes **value,
                   GError **error);
G_GNUC_WARN_UNUSED_RESULT
bool settings_write(struct local_store *store, const char *name, GBytes *value,
                    GError **error);

/* The same for a text. */
G_GNUC_WARN_UNUSED_RESULT
bool settings_read_text(struct local_store *store, const char *name, char **value,
                        GError **error);
G_GNUC_WARN_UNUSED_RESULT
bool settings_write_text(struct local_store *store, const char *name, const char *value,
                         GError **error);

#endif
