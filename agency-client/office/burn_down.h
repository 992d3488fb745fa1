/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_BURN_DOWN_H
#define AGENCY_CLIENT_OFFICE_BURN_DOWN_H

/*
 * What has become of bought hours: how many are delivered, approved and paid, how many
 * are left where how many should be, and how long a payment takes.  Pure functions.
 */

#include "common/documents/hours.h"

#include <glib.h>
#include <stdint.h>

/* One statement, and what follows from it for the order. */
struct burn_line {
    char *id; /* of the statement */
    int number;
    int32_t from_on;
    int32_t to_on;
    int hours_hundredths;
    char *state;       /* "stated", "queried", "approved", "paid", "withdrawn" */
    int32_t stated_on; /* DATE_NONE until the exchange has it */
    int32_t paid_on;   /* DATE_NONE until it is paid */
    /* Filled in by burn_down_reckon(). */
    int left_hundredths;    /* of the order, after this one */
    int planned_hundredths; /* that would be left if hours went evenly */
    int days;               /* from the statement to its payment; -1: not paid */
};

struct burn_down {
    int bought_hundredths;
    int stated_hundredths; /* all that is not taken back */
    int approved_hundredths;
    int paid_hundredths;
    int left_hundredths; /* below 0: more was delivered than bought */
    int longest_days;    /* of a payment; -1 when there is none */
    int median_days;
};

void burn_line_free(struct burn_line *line);

/* How many hours of an order should be left at the end of a day. */
int burn_down_planned(const struct hours_order *order, int32_t on);

/*
 * Puts the statements in the order of their periods, and fills in what follows.
 *
 * lines  struct burn_line *
 */
struct burn_down burn_down_reckon(const struct hours_order *order, GPtrArray *lines);

#endif
