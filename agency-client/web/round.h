/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_WEB_ROUND_H
#define AGENCY_CLIENT_WEB_ROUND_H

/*
 * The screen's rounds with the exchange: what waits in the outbox is sent, what has
 * come is collected, for as long as the screen runs, in a thread of its own.
 */

#include "agency-client/web/desk.h"

#include <stdbool.h>

struct round;

G_GNUC_WARN_UNUSED_RESULT
struct round *round_start(struct web *web, GError **error);

void round_stop(struct round *round);

#endif
