/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clock of tests: the system's, moved by an offset that a test may change while
 * the exchange runs.  Any thread.
 */
#ifndef EXCHANGE_TEST_CLOCK_H
#define EXCHANGE_TEST_CLOCK_H

#include "common/autoptr.h"
#include "common/documents/timestamp.h"

struct test_clock;

/*
 * Maps the file, which holds one int64 in the machine's byte order: microseconds to
 * add to the system's clock.  G_FILE_ERROR.
 */
G_GNUC_WARN_UNUSED_RESULT
struct test_clock *test_clock_open(const char *path, GError **error);
void test_clock_close(struct test_clock *clock);
DEFINE_AUTOPTR(test_clock, test_clock_close)

/* Its clock, which lives as long. */
const struct clock *test_clock_clock(const struct test_clock *clock);

#endif
