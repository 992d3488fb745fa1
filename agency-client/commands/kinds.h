/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_KINDS_H
#define AGENCY_CLIENT_COMMANDS_KINDS_H

/*
 * The plain commands of the kinds of matters, "agency-client commitment kept ID": one
 * row of a table each, with options from the schema.
 */

#include "agency-client/commands/command.h"

#include <stdio.h>

bool kinds_have_noun(const char *noun);

/* verb: may be NULL, which is none. */
bool kinds_have_verb(const char *noun, const char *verb);

/* One line a noun, with its verbs. */
void kinds_print_nouns(FILE *stream);

/* argv[0] is the noun. */
int command_kind(struct invocation *invocation, int argc, char **argv);

#endif
