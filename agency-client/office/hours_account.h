/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_HOURS_ACCOUNT_H
#define AGENCY_CLIENT_OFFICE_HOURS_ACCOUNT_H

/* The account of each order of hours: what was bought, stated, approved and paid. */

#include "agency-client/local_store/matters.h"
#include "agency-client/office/burn_down.h"
#include "agency-client/office/office.h"
#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>

struct hours_account {
    char *id;      /* of the order */
    char *partner; /* the other agency */
    bool is_ours;  /* we bought them */
    char *state;   /* of the order */
    char *need;    /* code */
    struct hours_order order;
    GPtrArray *lines; /* struct burn_line *, by period */
    struct burn_down sum;
};

void hours_account_free(struct hours_account *account);
DEFINE_AUTOPTR(hours_account, hours_account_free)

/*
 * Reads the accounts of the orders that an id stands for (an order's, or a case's), or
 * of all when it is NULL, in the order in which they were placed.  What is queued here
 * and not sent yet counts as said.  struct hours_account *.
 */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *hours_accounts_read(struct office *office, const char *id, GError **error);

#endif
