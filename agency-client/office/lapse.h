/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_LAPSE_H
#define AGENCY_CLIENT_OFFICE_LAPSE_H

/*
 * What was given to us for a time: the view of cases that an audit is granted.  After
 * its last day, or once it was ended, it is not shown, and the next sync erases it.
 */

#include "agency-client/office/letter.h"
#include "agency-client/office/office.h"

#include <stdbool.h>

/* Whether the letter is such a view and its last day is over. */
bool lapse_is_over(struct office *office, const struct letter *letter);

/* Erases every view that is over or was ended. */
G_GNUC_WARN_UNUSED_RESULT
bool lapse_run(struct office *office, GError **error);

#endif
