/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Local stores in a temporary directory, and what tests put into them.
 */
#ifndef TESTS_UNIT_CLIENT_STORES_H
#define TESTS_UNIT_CLIENT_STORES_H

#include "agency-client/local_store/local_store.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"

/* Makes the directory, runs the tests that were added, and removes it again. */
int stores_run(void);

/* Where there is no store yet; the caller frees it. */
char *stores_new_path(void);

struct local_store *stores_open(const char *path);

/* A response about "leg-1". */
struct outbox_item *stores_make_item(const char *document, const char *case_id);

/* Puts such a response into the outbox. */
void stores_queue(struct local_store *store, const char *document, const char *case_id);

/* The ids of what may be sent now, as one text. */
char *stores_sendable(struct local_store *store);

#define assert_sendable(store, expected)                                               \
    do {                                                                               \
        g_autofree char *found = stores_sendable(store);                               \
        g_assert_cmpstr(found, ==, expected);                                          \
    } while (false)

#endif
