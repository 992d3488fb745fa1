/* SPDX-License-Identifier: Apache-2.0 */
/* Legs as rows, for the files of this folder. */
#ifndef STORE_LEG_ROWS_H
#define STORE_LEG_ROWS_H

#include "exchange/store/legs.h"

/* The columns of leg AS l, with two expressions for the ids of its agencies. */
#define LEG_COLUMNS_WITH(referrer_id, recipient_id)                                    \
    "l.id, l.referral, l.case_id, l.sequence, l.referrer, l.recipient, " referrer_id   \
    ", " recipient_id ", l.urgency::text, l.type, l.area, l.needs, l.is_test,"         \
    " l.offered_us, l.mode::text, l.state::text, l.state_before::text,"                \
    " l.is_disclosed, l.open_request, l.flagged, l.is_awarded, l.delivered_us,"        \
    " l.acknowledged_us, l.decided_us, l.accepted_us, l.ended_us, l.changed,"          \
    " l.vacancy"

#define LEG_COLUMNS LEG_COLUMNS_WITH("f.id", "t.id")
#define LEG_AGENCIES                                                                   \
    " JOIN agency AS f ON f.number = l.referrer"                                       \
    " JOIN agency AS t ON t.number = l.recipient"

/* Without the joins, for who knows the ids. */
#define LEG_COLUMNS_ALONE LEG_COLUMNS_WITH("NULL::text", "NULL::text")

/* The leg of one row with these columns. */
struct leg_record *leg_rows_read_one(const struct rows *rows, size_t row);

/* Struct leg_record of rows with these columns. */
GPtrArray *leg_rows_read(const struct rows *rows);

#endif
