/* SPDX-License-Identifier: Apache-2.0 */
/* Legs as rows, for the files of this folder. */
#ifndef STORE_LEG_ROWS_H
#define STORE_LEG_ROWS_H

#include "exchange/store/legs.h"

/*
 * The legs that a batch concerns, as log_answer has them.  Parameters: legs, documents
 * and referrals, each uuid[].
 */
extern const struct statement leg_rows_find;

/* For SELECT ... FROM leg AS l JOIN agency AS f ON f.number = l.referrer
   JOIN agency AS t ON t.number = l.recipient. */
#define LEG_COLUMNS                                                                    \
    "l.id, l.referral, l.case_id, l.sequence, l.referrer, l.recipient, f.id, t.id,"    \
    " l.urgency, l.type, l.area, l.needs, l.is_test, l.offered_us, l.mode, l.state,"   \
    " l.state_before, l.is_disclosed, l.open_request, l.flagged, l.is_awarded,"        \
    " l.delivered_us, l.acknowledged_us, l.decided_us, l.accepted_us, l.ended_us,"     \
    " l.changed"
#define LEG_AGENCIES                                                                   \
    " JOIN agency AS f ON f.number = l.referrer"                                       \
    " JOIN agency AS t ON t.number = l.recipient"

/* Struct leg_record of rows with these columns. */
GPtrArray *leg_rows_read(const struct rows *rows);

#endif
