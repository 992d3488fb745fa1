/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rates: how many requests a second each agency may make.  Any thread.
 */
#ifndef EXCHANGE_RATES_H
#define EXCHANGE_RATES_H

#include "common/autoptr.h"

#include <stdbool.h>
#include <stdint.h>

struct rates;

/* per_second: of each agency, and as many at once after a rest; 0: no limit. */
struct rates *rates_new(unsigned int per_second);
void rates_free(struct rates *rates);
DEFINE_AUTOPTR(rates, rates_free)

/* Counts one request of an agency; false when it has had its share.  now_us: monotonic.
 */
bool rates_take(struct rates *rates, int agency, int64_t now_us);

#endif
