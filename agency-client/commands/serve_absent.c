/* SPDX-License-Identifier: Apache-2.0 */
/* What needs the pages, in a program that was built without them. */
#include "agency-client/commands/command.h"

#include <stdio.h>

static int
refuse(const struct invocation *invocation)
{
    fprintf(stderr,
            "agency-client %s: this program was built without the pages for browsers "
            "(-DWEB=OFF)\n",
            invocation->name);
    return EXIT_FAILED;
}

int
command_serve(struct invocation *invocation, int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return refuse(invocation);
}

int
command_staff(struct invocation *invocation, int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return refuse(invocation);
}
