/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_INDUCTIONS_H
#define AGENCY_CLIENT_OFFICE_INDUCTIONS_H

/*
 * What the exchange last said of inductions, kept so that the calendar needs no line.
 */

#include "agency-client/office/office.h"
#include "common/documents/induction_view.h"

#include <stdbool.h>

/* Asks again, if anything about inductions has come since.  EXCHANGE_ERROR when it
 * cannot be reached. */
G_GNUC_WARN_UNUSED_RESULT
bool inductions_follow(struct office *office, GError **error);

/* What was kept; NULL without an error when there is nothing yet. */
G_GNUC_WARN_UNUSED_RESULT
struct induction_view *inductions_read(struct office *office, GError **error);

#endif
