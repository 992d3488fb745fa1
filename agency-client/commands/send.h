/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_SEND_H
#define AGENCY_CLIENT_COMMANDS_SEND_H

/* What every writing command does once its documents are made. */

#include "agency-client/commands/command.h"
#include "agency-client/office/compose.h"

/*
 * Queues the documents durably, tries to send them at once, and says what became of
 * each.  Returns the command's exit code: a document that waits is done, one that was
 * refused is not.
 */
int send_composed(const struct invocation *invocation, struct office *office,
                  const struct composed *composed);

/* The same for one document that is in the outbox already. */
int send_queued(const struct invocation *invocation, struct office *office,
                struct outbox_item *item);

#endif
