/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/commands/commands.h"

#include "exchange/foundation.h"
#include "exchange/intake/rebuild.h"
#include "exchange/store/projection.h"

#include <stdio.h>

/* Says which projections are no longer what they were; returns how many. */
static unsigned int
differences_print(const char *before, const char *after)
{
    g_auto(GStrv) former = g_strsplit(before, "\n", -1);
    g_auto(GStrv) present = g_strsplit(after, "\n", -1);
    unsigned int differences = 0;

    for (size_t i = 0; former[i] != NULL && present[i] != NULL; i++) {
        if (strcmp(former[i], present[i]) == 0)
            continue;
        printf("was %s\nis  %s\n", former[i], present[i]);
        differences++;
    }
    return differences;
}

int
command_rebuild(const struct settings *settings, int argc, char **argv)
{
    g_autoptr(foundation) foundation = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;
    int64_t entries;

    (void)argv;
    if (argc != 1)
        return command_usage("referral-exchange [--config FILE] rebuild");
    foundation = foundation_open(settings, EMBEDDED_ADMIN, &error);
    if (foundation == NULL)
        return command_fail(error);
    before = projection_digest(foundation->store, &error);
    if (before == NULL ||
        !rebuild_projections(foundation->store, foundation->wire, &entries, &error))
        return command_fail(error);
    after = projection_digest(foundation->store, &error);
    if (after == NULL)
        return command_fail(error);
    printf("%" G_GINT64_FORMAT " entries folded; %s\n", entries,
           differences_print(before, after) == 0 ? "every projection is as it was"
                                                 : "the projections have changed");
    return EXIT_DONE;
}
