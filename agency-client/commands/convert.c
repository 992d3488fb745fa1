/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/office/conversion.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char summary[] =
    "Makes a draft referral of an enquiry, so that nobody types again what was said "
    "already. It goes to the agency that was asked, unless --to names another. What "
    "the "
    "enquiry did not say is there, empty. The draft holds the client's details in "
    "clear: "
    "without --out it is printed.\n\n"
    "  convert 8d1f --out draft.xml     then fill it in, and\n"
    "  refer draft.xml --enquiry 8d1f   sends it and tells whom we asked";

/* In clear on this disk only because that was asked for: for us alone, nothing
 * overwritten. */
static bool
save(const char *path, GBytes *draft, GError **error)
{
    size_t size = 0;
    const char *text = g_bytes_get_data(draft, &size);
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *stream = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    bool is_written = stream != NULL && fwrite(text, 1, size, stream) == size;

    if (stream != NULL)
        is_written = fclose(stream) == 0 && is_written;
    if (!is_written)
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_FILE, "%s: %s", path,
                    g_strerror(errno));
    return is_written;
}

int
command_convert(struct invocation *invocation, int argc, char **argv)
{
    g_autofree char *to = NULL;
    g_autofree char *out = NULL;
    const GOptionEntry entries[] = {
        {"to", 't', 0, G_OPTION_ARG_STRING, &to, "the provider to refer to", "AGENCY"},
        {"out", 'o', 0, G_OPTION_ARG_FILENAME, &out, "a new file for the draft",
         "FILE"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autofree char *id = NULL;
    g_autoptr(GBytes) draft = NULL;
    g_autoptr(GError) error = NULL;

    if (!command_parse(invocation, &argc, &argv, entries, "ENQUIRY", summary, 1, 1))
        return EXIT_USAGE;
    office = command_open_at(invocation, argv[1], &id);
    if (office == NULL)
        return EXIT_FAILED;
    draft = conversion_draft(office, id, to, &error);
    if (draft == NULL || (out != NULL && !save(out, draft, &error)))
        return command_fail(invocation, error);
    if (out == NULL)
        fwrite(g_bytes_get_data(draft, NULL), 1, g_bytes_get_size(draft), stdout);
    else
        fprintf(stderr,
                "%s holds the client's details in clear; fill in what is empty, "
                "and delete it when it is sent\n",
                out);
    return EXIT_DONE;
}
