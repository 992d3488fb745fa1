/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/induction.h"

#include "agency-client/commands/send.h"

#include <stdio.h>
#include <string.h>

int
induction_send(const struct invocation *invocation, struct office *office,
               const struct step *step, enum kind kind, const char *to,
               const char *thread, const struct step_options *options)
{
    const struct file_origin origin = {
        .path = options->file, .thread = thread, .kind = &kind};
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) file = options->file != NULL
                                 ? step_read_file(options->file, &error)
                                 : step_write(step, kind, to, options);

    if (file == NULL)
        return command_fail(invocation, error);
    return send_file(invocation, office, file, &origin, false);
}

bool
induction_split(const struct invocation *invocation, const char *text, char **name,
                const char **value)
{
    const char *sign = strchr(text, '=');

    if (sign == NULL || sign == text || sign[1] == '\0') {
        fprintf(stderr, "agency-client %s: '%s' is not of the form REF=VALUE\n",
                invocation->name, text);
        return false;
    }
    *name = g_strndup(text, (size_t)(sign - text));
    *value = sign + 1;
    return true;
}
