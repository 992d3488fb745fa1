/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_SERVICE_H
#define AGENCY_CLIENT_COMMANDS_SERVICE_H

/* What is done with services besides publishing them. */

#include "agency-client/commands/command.h"

int command_service_list(struct invocation *invocation, int argc, char **argv);
int command_service_close(struct invocation *invocation, int argc, char **argv);

/* Says on stderr which services are left out, and why: of services_doubts(). */
void service_print_doubts(const GPtrArray *doubts);

#endif
