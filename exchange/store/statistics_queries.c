/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/statistics_queries.h"

#include "exchange/store/log.h"

/* Legs offered in the period.  $1: one agency's, as either party, or NULL for all. */
#define COHORT                                                                         \
    "l.offered_us >= $2 AND l.offered_us < $3 AND NOT l.is_test AND l.state <> "       \
    "'error'"                                                                          \
    " AND ($1::integer IS NULL OR l.referrer = $1 OR l.recipient = $1)"

/* Each leg has one result: an accepted one stays accepted, whatever came later. */
const struct statement count_legs = {
    "statistics_count_legs",
    "SELECT l.type, l.urgency::text, CASE WHEN l.accepted_us IS NOT NULL THEN "
    "'accepted'"
    "   WHEN l.ended_us IS NULL THEN 'open' ELSE l.state::text END,"
    " COALESCE(r.code, ''), CASE WHEN l.state IN ('completed', 'ended-early')"
    "   THEN l.state::text ELSE '' END, COALESCE(e.code, ''), l.state::text,"
    " l.referrer, l.recipient, f.id, t.id, l.decided_us IS NOT NULL, count(*)"
    " FROM leg AS l"
    " JOIN agency AS f ON f.number = l.referrer"
    " JOIN agency AS t ON t.number = l.recipient"
    " LEFT JOIN LATERAL (SELECT code FROM leg_fact WHERE leg = l.id"
    "   AND kind = CASE l.state WHEN 'declined' THEN 'decline-reason'::leg_fact_kind"
    "     WHEN 'redirected' THEN 'redirect-reason'"
    "     WHEN 'withdrawn' THEN 'withdrawal-reason' END"
    "   ORDER BY sequence DESC, position LIMIT 1) AS r ON true"
    " LEFT JOIN LATERAL (SELECT code FROM leg_fact WHERE leg = l.id"
    "   AND kind = 'end-reason' ORDER BY sequence DESC, position LIMIT 1) AS e ON true"
    " WHERE " COHORT " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"};

/* A referral is of the period in which its first leg was offered. */
const struct statement count_referrals = {
    "statistics_count_referrals",
    "SELECT area, urgency::text, referrer, count(*) FROM ("
    "  SELECT DISTINCT ON (l.referral) l.area, l.urgency, l.referrer FROM leg AS l"
    "   WHERE " COHORT " AND ($1 IS NULL OR l.referrer = $1)"
    "   ORDER BY l.referral, l.sequence) AS first"
    " GROUP BY 1, 2, 3"};

const struct statement count_results = {
    "statistics_count_results",
    "SELECT r.code, r.value, l.recipient, count(*) FROM leg AS l"
    " JOIN leg_fact AS r ON r.leg = l.id AND r.kind = 'result'"
    " WHERE " COHORT " GROUP BY 1, 2, 3"};

/*
 * A need of a referral is unmet when no leg with it was accepted or is still open; an
 * acceptance does not meet what it names as unmet.
 */
const struct statement count_unmet = {
    "statistics_count_unmet",
    "SELECT code, area, referrer, count(*) FROM ("
    "  SELECT l.referral, n.code, min(l.area) AS area, min(l.referrer) AS referrer,"
    "   bool_or((l.accepted_us IS NULL AND l.ended_us IS NULL)"
    "    OR (l.accepted_us IS NOT NULL AND NOT EXISTS ("
    "     SELECT FROM leg_fact AS u WHERE u.leg = l.id AND u.kind = 'unmet-need'"
    "      AND u.code = n.code))) AS is_met"
    "   FROM leg AS l CROSS JOIN LATERAL unnest(l.needs) AS n (code)"
    "   WHERE " COHORT " AND ($1 IS NULL OR l.referrer = $1)"
    "   GROUP BY l.referral, n.code) AS needs"
    " WHERE NOT is_met GROUP BY 1, 2, 3"};

/* From the referral to the first decision, in days; the row of all has no code. */
#define MEASURE(name, code)                                                            \
    {                                                                                  \
        name, "SELECT " code ", count(*),"                                             \
              " percentile_cont(0.5) WITHIN GROUP (ORDER BY d.days),"                  \
              " percentile_cont(0.9) WITHIN GROUP (ORDER BY d.days)"                   \
              " FROM leg AS l JOIN agency AS t ON t.number = l.recipient"              \
              " CROSS JOIN LATERAL"                                                    \
              "  (SELECT (l.decided_us - l.offered_us) / 86400000000.0::float8) AS d " \
              "(days)"                                                                 \
              " WHERE l.decided_us IS NOT NULL AND " COHORT                            \
              " GROUP BY GROUPING SETS ((" code "), ()) ORDER BY 1 NULLS LAST"         \
    }
const struct statement measure_by_agency =
    MEASURE("statistics_measure_by_agency", "t.id");
const struct statement measure_by_urgency =
    MEASURE("statistics_measure_by_urgency", "l.urgency::text");

struct rows *
period_ask(struct store *store, const struct statement *statement,
           const struct period *period, GError **error)
{
    return store_query(store, statement,
                       PARAMETERS(period->agency == LOG_PUBLISHED
                                      ? (struct parameter){.kind = PARAMETER_NULL}
                                      : parameter_int4(period->agency),
                                  parameter_int8(period->from_us),
                                  parameter_int8(period->to_us)),
                       error);
}

bool
period_count(struct tally *tally, struct store *store,
             const struct statement *statement, const struct period *period,
             GError **error)
{
    g_autoptr(rows) found = period_ask(store, statement, period, error);

    if (found == NULL)
        return false;
    for (size_t row = 0; row < rows_count(found); row++)
        tally_add(tally, rows_text(found, row, 0), rows_text(found, row, 1),
                  rows_int4(found, row, 2), rows_int8(found, row, 3));
    return true;
}

struct group
period_read_group(const struct rows *rows, size_t row)
{
    return (struct group){.type = rows_text(rows, row, 0),
                          .urgency = rows_text(rows, row, 1),
                          .result = rows_text(rows, row, 2),
                          .reason = rows_text(rows, row, 3),
                          .ending = rows_text(rows, row, 4),
                          .end_reason = rows_text(rows, row, 5),
                          .state = rows_text(rows, row, 6),
                          .referrer = rows_int4(rows, row, 7),
                          .recipient = rows_int4(rows, row, 8),
                          .from = rows_text(rows, row, 9),
                          .to = rows_text(rows, row, 10),
                          .is_decided = rows_bool(rows, row, 11),
                          .count = rows_int8(rows, row, 12)};
}
