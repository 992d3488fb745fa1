/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include <stdio.h>

int
command_serve(struct invocation *invocation, int argc, char **argv)
{
    (void)invocation;
    (void)argc;
    (void)argv;
    fputs("agency-client serve: this program was built without the screen "
          "(-DWEB=OFF)\n",
          stderr);
    return EXIT_FAILED;
}
