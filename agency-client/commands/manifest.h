/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_MANIFEST_H
#define AGENCY_CLIENT_COMMANDS_MANIFEST_H

/* How export and import say what they did. */

#include "agency-client/commands/command.h"
#include "common/documents/manifest.h"

/*
 * Prints the counts, and what was rejected as "FILE:12: reason"; with --xml, the
 * manifest.  EXIT_FAILED when something was rejected.
 *
 * file  the directory or table that it is about
 * verb  "exported": what happened to what was taken
 */
int manifest_print(const struct invocation *invocation, const struct manifest *manifest,
                   const char *file, const char *verb);

#endif
