/* SPDX-License-Identifier: Apache-2.0 */
/* What statistics.c asks the database. */
#ifndef STORE_STATISTICS_QUERIES_H
#define STORE_STATISTICS_QUERIES_H

#include "exchange/store/store.h"
#include "exchange/store/tally.h"

/* Whose legs, offered when. */
struct period {
    int agency; /* as either party, or LOG_PUBLISHED: all */
    int64_t from_us;
    int64_t to_us; /* not included */
};

/* Rows for period_read_group(). */
extern const struct statement count_legs;

/* Rows for period_count(): two codes, the agency that contributes, a count. */
extern const struct statement count_referrals;
extern const struct statement count_results;
extern const struct statement count_unmet;

/* Rows of a code (NULL: all), the number of decisions, median, 90th percentile. */
extern const struct statement measure_by_agency;
extern const struct statement measure_by_urgency;

G_GNUC_WARN_UNUSED_RESULT
struct rows *period_ask(struct store *store, const struct statement *statement,
                        const struct period *period, GError **error);

/* Adds the rows of one of the three to a tally. */
G_GNUC_WARN_UNUSED_RESULT
bool period_count(struct tally *tally, struct store *store,
                  const struct statement *statement, const struct period *period,
                  GError **error);

/* One group of legs, as count_legs has them. */
struct group {
    const char *type;
    const char *urgency;
    const char *result;
    const char *reason;
    const char *ending;
    const char *end_reason;
    const char *state;
    int referrer;
    int recipient;
    const char *from;
    const char *to;
    bool is_decided;
    int64_t count;
};

/* Strings live as long as the rows. */
struct group period_read_group(const struct rows *rows, size_t row);

#endif
