/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Orders of hours and what is stated on each, as records of a shelf: asked for by the
 * order's id, they come with the matters of the statements, which tell what became of
 * them.
 */
#ifndef STORE_HOURS_H
#define STORE_HOURS_H

#include "exchange/store/shelves.h"

struct hours_record {
    struct uuid id;    /* of the matter that it opened */
    struct uuid order; /* its own id of an order */
    int number;        /* 0 of an order */
    int32_t from_on;
    int32_t to_on;
    int hours_hundredths;
};

extern const struct shelf shelf_hours;

#endif
