/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/manifest.h"
#include "agency-client/office/export.h"

#include <stdio.h>

static const char summary[] =
    "Writes everything this home holds into the new directory DIR: documents as "
    "signed, receipts, and the details and drafts, opened and at once sealed again to "
    "the certificate given with --to, never in clear. The certificate is a sealing "
    "certificate of our own agency: the one of the home that is to import it. "
    "DIR/manifest.xml lists it all, and is signed.";

int
command_export(struct invocation *invocation, int argc, char **argv)
{
    g_autofree char *sealing = NULL;
    const GOptionEntry entries[] = {{"to", 't', 0, G_OPTION_ARG_FILENAME, &sealing,
                                     "seal the details to this certificate (PEM)",
                                     "FILE"},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(manifest) manifest = NULL;
    g_autoptr(GError) error = NULL;

    if (!command_parse(invocation, &argc, &argv, entries, "DIR", summary, 1, 1))
        return EXIT_USAGE;
    if (sealing == NULL) {
        fputs("agency-client export: --to FILE names the sealing certificate of the "
              "home that is to import this\n",
              stderr);
        return EXIT_USAGE;
    }
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    manifest = export_run(office, argv[1], sealing, &error);
    if (manifest == NULL)
        return command_fail(invocation, error);
    return manifest_print(invocation, manifest, argv[1], "exported");
}
