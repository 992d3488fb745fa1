/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/send.h"
#include "agency-client/commands/step.h"
#include "agency-client/office/compose_matter.h"
#include "common/documents/violation.h"

#include <stdio.h>
#include <string.h>

static const char summary[] =
    "Reads and checks FILE (one plain file with <details> in clear, see "
    "schemas/README.md), makes one document for each recipient, seals the details to "
    "that recipient and to us, signs, stores in the outbox, and sends. FILE may be - "
    "for standard input, so that nothing in clear need ever be on this disk. --enquiry "
    "also tells whom we asked that the enquiry became this referral.";

/* Adds what tells the agency that we asked, to go behind the referral. */
static bool
add_conversion(struct office *office, struct composed *composed, const char *prefix,
               GPtrArray *violations, GError **error)
{
    static const enum kind kind = KIND_ENQUIRY_REPLY;
    g_autofree char *id = command_find_id(office, prefix, error);
    g_autofree char *text = NULL;
    g_autoptr(GBytes) file = NULL;
    g_autoptr(composed) reply = NULL;

    if (id == NULL)
        return false;
    text = g_strdup_printf("<authoring xmlns=\"%s\"><%s xmlns=\"%s\" "
                           "answer=\"converted\" referral=\"%s\"/></authoring>",
                           DOCUMENT_NAMESPACE, kinds[kind].name,
                           kinds[kind].xml_namespace, composed->referral);
    file = g_bytes_new(text, strlen(text));
    reply = compose_file(office, file, id, &kind, violations, error);
    if (reply == NULL)
        return false;
    g_ptr_array_extend_and_steal(composed->items, g_steal_pointer(&reply->items));
    return true;
}

int
command_refer(struct invocation *invocation, int argc, char **argv)
{
    gboolean is_check = FALSE;
    g_autofree char *enquiry = NULL;
    const GOptionEntry entries[] = {
        {"check", 'n', 0, G_OPTION_ARG_NONE, &is_check,
         "only check the file; store and send nothing", NULL},
        {"enquiry", 0, 0, G_OPTION_ARG_STRING, &enquiry,
         "the enquiry of ours that becomes this referral", "ENQUIRY"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(composed) composed = NULL;
    g_autoptr(GBytes) file = NULL;
    g_autoptr(GError) error = NULL;

    if (!command_parse(invocation, &argc, &argv, entries, "FILE", summary, 1, 1))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    file = step_read_file(argv[1], &error);
    if (file == NULL || !office_renew_book(office, &error))
        return command_fail(invocation, error);
    composed = compose_referral(office, file, violations, &error);
    if (composed == NULL ||
        (enquiry != NULL &&
         !add_conversion(office, composed, enquiry, violations, &error)))
        return command_fail_violations(invocation, argv[1], violations, error);
    if (is_check) {
        printf("%s is right: %u document(s) could be sent\n", argv[1],
               composed->items->len);
        return EXIT_DONE;
    }
    return send_composed(invocation, office, composed);
}
