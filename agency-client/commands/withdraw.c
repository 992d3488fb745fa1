/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/step.h"

static const char summary[] =
    "Takes a referral of ours back. The recipient then no longer gets its content, "
    "unless it had accepted. --note is sealed: only the recipient reads it.";

int
command_withdraw(struct invocation *invocation, int argc, char **argv)
{
    g_autofree char *reason = NULL;
    g_autofree char *note = NULL;
    gboolean is_client_told = FALSE;
    struct step_options options = {0};
    const GOptionEntry own[] = {
        {"reason", 0, 0, G_OPTION_ARG_STRING, &reason, "why", "CODE"},
        {"note", 0, 0, G_OPTION_ARG_STRING, &note, "the same in words (sealed)",
         "WORDS"},
        {"client-told", 0, 0, G_OPTION_ARG_NONE, &is_client_told,
         "the client knows (sealed; with --note)", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = step_entries(own, &options);
    g_autoptr(step) step = step_new();
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "LEG", summary, 1, 1)) {
        struct step attributes = {.attributes = step->details_attributes};

        step_attribute(step, "reason", reason);
        step_words(step, "explanation", note);
        if (note != NULL)
            step_attribute(&attributes, "clientTold", is_client_told ? "true" : NULL);
        status = step_run(invocation, argv[1], KIND_WITHDRAWAL, step, &options, NULL);
    }
    step_options_clear(&options);
    return status;
}
