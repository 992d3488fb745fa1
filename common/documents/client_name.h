/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom a referral is about, taken out of its opened details: to show and to look for.
 * Pure; any thread.
 */
#ifndef DOCUMENTS_CLIENT_NAME_H
#define DOCUMENTS_CLIENT_NAME_H

#include "common/autoptr.h"
#include <glib.h>
#include <stdbool.h>

struct client_name {
    char *shown; /* "Hodan Warsame (Hani)" */
    char *known; /* every name of hers, and the references of the referral, with spaces
                    between */
};

/* False when these are not the details of a referral, judged before. */
bool client_name_read(GBytes *details, struct client_name *name);

void client_name_clear(struct client_name *name);
typedef struct client_name client_name_auto; /* for g_auto alone */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(client_name_auto, client_name_clear)

#endif
