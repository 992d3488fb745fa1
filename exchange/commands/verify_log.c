/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/commands/commands.h"

#include "exchange/foundation.h"
#include "exchange/intake/audit.h"

#include <stdio.h>

int
command_verify_log(const struct settings *settings, int argc, char **argv)
{
    g_autoptr(foundation) foundation = NULL;
    g_autoptr(registry) registry = NULL;
    g_autoptr(GError) error = NULL;
    int64_t entries;

    (void)argv;
    if (argc != 1)
        return command_usage("referral-exchange [--config FILE] verify-log");
    foundation = foundation_open(settings, EMBEDDED_ADMIN, &error);
    if (foundation == NULL)
        return command_fail(error);
    registry = standing_registry(foundation->standing);
    if (audit_log(foundation->store, registry, &entries, &error)) {
        printf("%" G_GINT64_FORMAT " entries, all good\n", entries);
        return EXIT_DONE;
    }
    if (!g_error_matches(error, AUDIT_ERROR, AUDIT_ERROR_BAD_ENTRY))
        return command_fail(error);
    printf("%" G_GINT64_FORMAT " entries good, then the first bad one:\n%s\n", entries,
           error->message);
    return EXIT_FAILED;
}
