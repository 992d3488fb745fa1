/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/send.h"
#include "agency-client/commands/step.h"
#include "agency-client/office/fan_out.h"
#include "common/documents/violation.h"

#include <stdio.h>

static const char summary[] =
    "Tells a change of address to every agency with an open referral in a case, and to "
    "nobody else. ID is that of a case, a referral or a leg; FILE is an authoring file "
    "that names neither agency nor leg; - is standard input.";

int
command_move(struct invocation *invocation, int argc, char **argv)
{
    g_autoptr(office) office = NULL;
    g_autoptr(GPtrArray) legs = NULL;
    g_autoptr(GPtrArray) violations = violations_new();
    g_auto(fan_out_auto) fan_out = {0};
    g_autoptr(GBytes) file = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *id = NULL;
    int status;

    if (!command_parse(invocation, &argc, &argv, NULL, "ID FILE", summary, 2, 2))
        return EXIT_USAGE;
    office = command_open_at(invocation, argv[1], &id);
    if (office == NULL)
        return EXIT_FAILED;
    legs = legs_list(office->store, id, &error);
    file = legs != NULL ? step_read_file(argv[2], &error) : NULL;
    if (file == NULL)
        return command_fail(invocation, error);
    if (!fan_out_compose(office, file, KIND_CHANGE_OF_ADDRESS, legs, &fan_out,
                         violations, &error))
        return command_fail_violations(invocation, argv[2], violations, error);
    status = send_composed(invocation, office, fan_out.composed);
    for (unsigned i = 0; !invocation->is_xml && i < fan_out.closed->len; i++) {
        const struct known_leg *leg = fan_out.closed->pdata[i];
        bool is_ours = g_str_equal(leg->referrer, office_agency(office));

        printf("not told: %s, whose referral is %s\n",
               is_ours ? leg->recipient : leg->referrer, leg->state);
    }
    return status;
}
