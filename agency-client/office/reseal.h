/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_RESEAL_H
#define AGENCY_CLIENT_OFFICE_RESEAL_H

/* Signing a document again when its recipient has another key by now. */

#include "agency-client/local_store/outbox.h"
#include "agency-client/office/office.h"

#include <stdbool.h>

/*
 * Seals the details of a queued document to the recipient's current key and signs it
 * under a new id that names the old one as superseded.  Never other bytes under the
 * old id.  Both rows change in one transaction.
 */
G_GNUC_WARN_UNUSED_RESULT
bool reseal(struct office *office, const struct outbox_item *item, GError **error);

#endif
