/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_WEB_SENDING_H
#define AGENCY_CLIENT_WEB_SENDING_H

/* Sending at once what was just queued, and telling the pages how it went. */

#include "agency-client/web/desk.h"

/* Sends what waits and asks what it moved; whatever goes wrong only makes it wait. */
void sending_try(const struct call *call);

#endif
