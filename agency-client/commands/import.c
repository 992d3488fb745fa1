/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/manifest.h"
#include "agency-client/office/csv_import.h"
#include "agency-client/office/csv_table.h"
#include "agency-client/office/import.h"
#include "agency-client/office/parcel.h"

#include <stdio.h>

static const char summary[] =
    "Takes in an export of our own agency from the directory DIR: what is there "
    "already "
    "stays, and what does not prove itself is rejected with the line of "
    "DIR/manifest.xml "
    "and the reason. Import before the first 'agency-client sync' of a new home.\n"
    "With --csv, FILE is a table of another program: services, staff or cases (open "
    "cases, to be referred). Every row is judged, and becomes an authoring file in the "
    "new directory that --into names; nothing is sent. With --dry-run nothing is "
    "written. agency-client(1) lists the columns.";

struct import_options {
    char *csv;
    char *into;
    gboolean is_dry_run;
};

static int
import_parcel(struct invocation *invocation, const char *directory)
{
    g_autoptr(office) office = command_open(invocation);
    g_autoptr(manifest) manifest = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(directory, PARCEL_MANIFEST, NULL);

    if (office == NULL)
        return EXIT_FAILED;
    manifest = import_run(office, directory, &error);
    if (manifest == NULL)
        return command_fail(invocation, error);
    if (!invocation->is_xml)
        puts("next: 'agency-client sync' brings the state of each referral");
    return manifest_print(invocation, manifest, path, "imported");
}

static int
import_table(struct invocation *invocation, const struct import_options *options,
             const char *file)
{
    const struct csv_kind *kind = csv_kind_find(options->csv);
    g_autoptr(office) office = NULL;
    g_autoptr(manifest) manifest = NULL;
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) error = NULL;

    if (kind == NULL || (options->into == NULL) != options->is_dry_run) {
        fprintf(stderr,
                kind == NULL
                    ? "agency-client import: --csv takes services, staff or cases\n"
                    : "agency-client import: say --dry-run, or with --into DIR where "
                      "the files go\n");
        return EXIT_USAGE;
    }
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    bytes = parcel_read(NULL, NULL, file, CSV_MAX_BYTES, &error);
    manifest = bytes != NULL
                   ? csv_import_run(office, kind, bytes, options->into, &error)
                   : NULL;
    if (manifest == NULL)
        return command_fail(invocation, error);
    return manifest_print(invocation, manifest, file,
                          options->is_dry_run ? "right" : "written");
}

int
command_import(struct invocation *invocation, int argc, char **argv)
{
    struct import_options options = {0};
    const GOptionEntry entries[] = {
        {"csv", 0, 0, G_OPTION_ARG_STRING, &options.csv,
         "take in a table: services, staff or cases", "KIND"},
        {"into", 0, 0, G_OPTION_ARG_FILENAME, &options.into,
         "the new directory for the files made of the table", "DIR"},
        {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &options.is_dry_run,
         "only judge the table", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "DIR | --csv KIND FILE",
                      summary, 1, 1))
        status = options.csv != NULL ? import_table(invocation, &options, argv[1])
                                     : import_parcel(invocation, argv[1]);
    g_free(options.csv);
    g_free(options.into);
    return status;
}
