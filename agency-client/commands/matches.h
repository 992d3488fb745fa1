/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_MATCHES_H
#define AGENCY_CLIENT_COMMANDS_MATCHES_H

/* How services that suit, and those that do not, are shown. */

#include "agency-client/office/matches.h"

void matches_print(const struct matches_shown *shown);

#endif
