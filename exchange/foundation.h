/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The foundation: what every command of the program stands on.  Clock, authority and
 * revocation list, evidence key, schema, database.  Opened and closed by one thread;
 * its parts say themselves from where they may be used.
 */
#ifndef EXCHANGE_FOUNDATION_H
#define EXCHANGE_FOUNDATION_H

#include "exchange/embedded/embedded.h"
#include "exchange/intake/notary.h"
#include "exchange/settings.h"
#include "exchange/standing.h"
#include "exchange/test_clock.h"

struct foundation {
    const struct settings *settings;
    const struct clock *clock;
    struct test_clock *test_clock; /* NULL but in tests */
    struct standing *standing;     /* its agencies are read already */
    struct notary *notary;
    struct schema *wire;
    struct embedded *embedded; /* NULL when a database is configured */
    const char *database_url;
    struct store *store;
};

/*
 * Opens everything, in this order.  The message says which setting is at fault, and
 * what to do about it.
 */
G_GNUC_WARN_UNUSED_RESULT
struct foundation *foundation_open(const struct settings *settings,
                                   enum embedded_use use, GError **error);
void foundation_close(struct foundation *foundation);
DEFINE_AUTOPTR(foundation, foundation_close)

/* Checks that a setting that the program cannot do without is there. */
G_GNUC_WARN_UNUSED_RESULT
bool setting_check(const char *value, const char *name, GError **error);

#endif
