/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/manifest.h"

#include "agency-client/commands/print.h"
#include "agency-client/office/xml.h"

#include <stdio.h>

static void
print_rejected(const struct manifest_rejected *rejected, const char *file)
{
    g_autofree char *words = print_clean(rejected->reason);

    if (rejected->line > 0)
        fprintf(stderr, "%s:%d: ", file, rejected->line);
    else
        fprintf(stderr, "%s: ", file);
    if (rejected->document != NULL)
        fprintf(stderr, "document %s: ", rejected->document);
    fprintf(stderr, "%s\n", words);
}

int
manifest_print(const struct invocation *invocation, const struct manifest *manifest,
               const char *file, const char *verb)
{
    if (invocation->is_xml) {
        g_autoptr(GBytes) bytes = manifest_write(manifest);

        xml_print_bytes(bytes);
    } else {
        printf("%d %s, %d there already, %d rejected\n", manifest->taken, verb,
               manifest->present, manifest->rejected);
    }
    for (unsigned i = 0; i < manifest->rejections->len; i++)
        print_rejected(
            &g_array_index(manifest->rejections, struct manifest_rejected, i), file);
    return manifest->rejected > 0 ? EXIT_FAILED : EXIT_DONE;
}
