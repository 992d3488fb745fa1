/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/legs.h"

#include "exchange/store/leg_rows.h"

struct leg_record *
leg_record_new(void)
{
    struct leg_record *leg = g_new0(struct leg_record, 1);

    leg->needs = g_new0(char *, 1);
    return leg;
}

struct leg_record *
leg_record_copy(const struct leg_record *leg)
{
    struct leg_record *copy = g_memdup2(leg, sizeof *leg);

    copy->needs = g_strdupv(leg->needs);
    return copy;
}

void
leg_record_free(struct leg_record *leg)
{
    if (leg == NULL)
        return;
    g_strfreev(leg->needs);
    g_free(leg);
}

static void
copy_text(char *to, size_t size, const char *text)
{
    g_strlcpy(to, text == NULL ? "" : text, size);
}

struct leg_record *
leg_rows_read_one(const struct rows *rows, size_t row)
{
    struct leg_record *leg = g_new0(struct leg_record, 1);

    rows_uuid(rows, row, 0, &leg->id);
    rows_uuid(rows, row, 1, &leg->referral);
    rows_uuid(rows, row, 2, &leg->case_id);
    leg->sequence = rows_int8(rows, row, 3);
    leg->referrer = rows_int4(rows, row, 4);
    leg->recipient = rows_int4(rows, row, 5);
    copy_text(leg->referrer_id, sizeof leg->referrer_id, rows_text(rows, row, 6));
    copy_text(leg->recipient_id, sizeof leg->recipient_id, rows_text(rows, row, 7));
    leg->urgency = rows_name(rows, row, 8, urgency_names);
    g_strlcpy(leg->type, rows_text(rows, row, 9), sizeof leg->type);
    g_strlcpy(leg->area, rows_text(rows, row, 10), sizeof leg->area);
    leg->needs = rows_texts(rows, row, 11);
    leg->is_test = rows_bool(rows, row, 12);
    leg->offered_us = rows_int8(rows, row, 13);
    leg->life.mode = rows_name(rows, row, 14, referral_mode_names);
    leg->life.state = rows_name(rows, row, 15, leg_state_names);
    leg->life.before = rows_name(rows, row, 16, leg_state_names);
    leg->life.is_disclosed = rows_bool(rows, row, 17);
    leg->has_open_request = rows_uuid(rows, row, 18, &leg->open_request);
    leg->has_flagged = rows_uuid(rows, row, 19, &leg->flagged);
    leg->is_awarded = rows_bool(rows, row, 20);
    leg->delivered_us = rows_int8(rows, row, 21);
    leg->acknowledged_us = rows_int8(rows, row, 22);
    leg->decided_us = rows_int8(rows, row, 23);
    leg->accepted_us = rows_int8(rows, row, 24);
    leg->ended_us = rows_int8(rows, row, 25);
    leg->changed = rows_int8(rows, row, 26);
    leg->has_vacancy = rows_uuid(rows, row, 27, &leg->vacancy);
    return leg;
}

GPtrArray *
leg_rows_read(const struct rows *rows)
{
    GPtrArray *legs =
        g_ptr_array_new_full((guint)rows_count(rows), (GDestroyNotify)leg_record_free);

    for (size_t row = 0; row < rows_count(rows); row++)
        g_ptr_array_add(legs, leg_rows_read_one(rows, row));
    return legs;
}

static const struct statement find_leg = {
    "leg_find", "SELECT " LEG_COLUMNS " FROM leg AS l" LEG_AGENCIES
                " WHERE l.id = $1 AND (l.referrer = $2 OR l.recipient = $2)"};

struct leg_record *
leg_find(struct store *store, const struct uuid *id, int reader, GError **error)
{
    g_autoptr(rows) found =
        store_query(store, &find_leg,
                    PARAMETERS(parameter_uuid(id), parameter_int4(reader)), error);

    if (found == NULL)
        return NULL;
    if (rows_count(found) == 0) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND,
                    "no such leg, or not this agency's to see");
        return NULL;
    }
    return leg_rows_read_one(found, 0);
}

static const struct statement list_referral = {
    "legs_list_referral",
    "SELECT " LEG_COLUMNS " FROM leg AS l" LEG_AGENCIES
    " WHERE l.referral = $1 AND (l.referrer = $2 OR l.recipient = $2)"
    " ORDER BY l.sequence"};

GPtrArray *
legs_list_referral(struct store *store, const struct uuid *referral, int reader,
                   GError **error)
{
    g_autoptr(rows) found = store_query(
        store, &list_referral,
        PARAMETERS(parameter_uuid(referral), parameter_int4(reader)), error);

    return found == NULL ? NULL : leg_rows_read(found);
}

/*
 * Of a leg's steps only the last stands at `changed`, so each leg comes once.  One
 * delivery changes many legs at one number: a page never ends between them, because
 * the next one begins after that number.
 */
static const struct statement list_changed = {
    "legs_list_changed",
    "SELECT " LEG_COLUMNS " FROM ("
    "  (SELECT leg, sequence FROM leg_step WHERE referrer = $1 AND sequence > $2"
    "    ORDER BY sequence)"
    "  UNION ALL"
    "  (SELECT leg, sequence FROM leg_step WHERE recipient = $1 AND sequence > $2"
    "    ORDER BY sequence)"
    "  ORDER BY sequence) AS s"
    " JOIN leg AS l ON l.id = s.leg AND l.changed = s.sequence" LEG_AGENCIES
    " ORDER BY s.sequence FETCH FIRST $3 ROWS WITH TIES"};

GPtrArray *
legs_list_changed(struct store *store, int reader, int64_t changed_after, int limit,
                  GError **error)
{
    g_autoptr(rows) found =
        store_query(store, &list_changed,
                    PARAMETERS(parameter_int4(reader), parameter_int8(changed_after),
                               parameter_int8(limit)),
                    error);

    return found == NULL ? NULL : leg_rows_read(found);
}

static const struct statement list_steps = {
    "leg_list_steps",
    "SELECT s.leg, s.sequence, s.event, s.state::text, e.id, e.kind::text, a.id,"
    " e.received_us FROM leg_step AS s JOIN entry AS e USING (sequence)"
    " JOIN agency AS a ON a.number = e.sender"
    " WHERE s.leg = $1 ORDER BY s.sequence"};

GPtrArray *
leg_list_steps(struct store *store, const struct uuid *leg, GError **error)
{
    g_autoptr(rows) found =
        store_query(store, &list_steps, PARAMETERS(parameter_uuid(leg)), error);
    GPtrArray *steps;

    if (found == NULL)
        return NULL;
    steps = g_ptr_array_new_with_free_func(g_free);
    for (size_t row = 0; row < rows_count(found); row++) {
        struct leg_step *step = g_new0(struct leg_step, 1);

        rows_uuid(found, row, 0, &step->leg);
        step->sequence = rows_int8(found, row, 1);
        step->event = rows_name(found, row, 2, leg_event_names);
        step->state = rows_name(found, row, 3, leg_state_names);
        rows_uuid(found, row, 4, &step->document);
        if (!kind_find(rows_text(found, row, 5), &step->kind))
            g_error("the log holds a kind that this release does not know");
        g_strlcpy(step->by, rows_text(found, row, 6), sizeof step->by);
        step->received_us = rows_int8(found, row, 7);
        g_ptr_array_add(steps, step);
    }
    return steps;
}
