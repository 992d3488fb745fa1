/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The subcommands of referral-exchange; one file each.  Each returns the program's
 * exit status: 0 done, 1 failed, 2 wrong command line, after saying so.
 */
#ifndef EXCHANGE_COMMANDS_COMMANDS_H
#define EXCHANGE_COMMANDS_COMMANDS_H

#include "exchange/settings.h"

enum exit_status { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/* argv[0] is the subcommand's name. */
typedef int command_function(const struct settings *settings, int argc, char **argv);

command_function command_serve;
command_function command_agency;
command_function command_rebuild;
command_function command_verify_log;

/* Says on standard error what failed; returns EXIT_FAILED. */
int command_fail(const GError *error);

/* Says on standard error how the command is used; returns EXIT_USAGE. */
int command_usage(const char *usage);

#endif
