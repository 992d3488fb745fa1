/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/deadlines.h"

#include "common/documents/timestamp.h"

#include <glib.h>

#define HOUR_US             (3600 * SECOND_US)
#define WORK_BEGINS         9
#define WORK_ENDS           17
#define WORK_HOURS_PER_DAY  (WORK_ENDS - WORK_BEGINS)
#define WORK_HOURS_PER_WEEK (5 * WORK_HOURS_PER_DAY)
#define FRIDAY              5
#define SUNDAY              7

enum unit { HOURS, WORKING_HOURS, WORKING_DAYS, DAYS };

struct span {
    int count;
    enum unit unit;
};

enum clock_name {
    CLOCK_ACKNOWLEDGE,
    CLOCK_DECIDE,
    CLOCK_START,
    CLOCK_UPDATE,
    CLOCK_INFO
};

/* The partnership's defaults, by urgency: acknowledge, decide, start, update, inform.
 */
static const struct span spans[][5] = {
    [URGENCY_EMERGENCY] = {{1, HOURS}, {4, HOURS}, {8, HOURS}, {1, DAYS}, {2, HOURS}},
    [URGENCY_URGENT] = {{4, WORKING_HOURS},
                        {1, WORKING_DAYS},
                        {3, WORKING_DAYS},
                        {7, DAYS},
                        {1, WORKING_DAYS}},
    [URGENCY_PRIORITY] = {{1, WORKING_DAYS},
                          {5, WORKING_DAYS},
                          {10, WORKING_DAYS},
                          {14, DAYS},
                          {3, WORKING_DAYS}},
    [URGENCY_ROUTINE] = {{2, WORKING_DAYS},
                         {10, WORKING_DAYS},
                         {20, WORKING_DAYS},
                         {28, DAYS},
                         {5, WORKING_DAYS}},
};

#define REVIEW_DAYS 28

/* The same minute of the first working hour of the next day that people work. */
static GDateTime *
next_working_morning(GDateTime *at)
{
    int day = g_date_time_get_day_of_week(at);
    g_autoptr(GDateTime) next =
        g_date_time_add_days(at, day < FRIDAY ? 1 : 1 + SUNDAY - day);

    return g_date_time_add_hours(next, WORK_BEGINS - g_date_time_get_hour(next));
}

/* How many hours of that day people still work. */
static int
hours_left(GDateTime *at)
{
    int hour = g_date_time_get_hour(at);

    if (g_date_time_get_day_of_week(at) > FRIDAY || hour >= WORK_ENDS)
        return 0;
    return WORK_ENDS - MAX(hour, WORK_BEGINS);
}

/*
 * Adds hours that count only while people work; bank holidays are not known here.  It
 * is asked for thousands of referrals at once, and so goes by weeks and days.
 */
static int64_t
add_working_hours(int64_t from_us, int hours, GTimeZone *zone)
{
    int weeks = (hours - 1) / WORK_HOURS_PER_WEEK;
    int left = hours - weeks * WORK_HOURS_PER_WEEK;
    g_autoptr(GDateTime) world = g_date_time_new_from_unix_utc(from_us / SECOND_US);
    g_autoptr(GDateTime) begun = g_date_time_to_timezone(world, zone);
    g_autoptr(GDateTime) at = g_date_time_add_weeks(begun, weeks);

    while (left > 0) {
        int today = MIN(left, hours_left(at));
        int early = MAX(0, WORK_BEGINS - g_date_time_get_hour(at));
        g_autoptr(GDateTime) next = today == left
                                        ? g_date_time_add_hours(at, early + today)
                                        : next_working_morning(at);

        left -= today;
        g_date_time_unref(at);
        at = g_steal_pointer(&next);
    }
    return g_date_time_to_unix(at) * SECOND_US;
}

static int64_t
add_span(int64_t from_us, struct span span, GTimeZone *zone)
{
    switch (span.unit) {
    case HOURS:
        return from_us + span.count * HOUR_US;
    case DAYS:
        return from_us + span.count * DAY_US;
    case WORKING_HOURS:
        return add_working_hours(from_us, span.count, zone);
    case WORKING_DAYS:
        return add_working_hours(from_us, span.count * WORK_HOURS_PER_DAY, zone);
    }
    g_assert_not_reached();
}

struct deadline
deadline_of(const struct leg *leg, enum urgency urgency, int64_t offered_us,
            int64_t changed_us, GTimeZone *zone)
{
    const struct span *span = spans[urgency];

    switch (leg->state) {
    case LEG_OFFERED:
    case LEG_DELIVERED:
        return (struct deadline){true, PARTY_RECIPIENT, "acknowledge",
                                 add_span(offered_us, span[CLOCK_ACKNOWLEDGE], zone)};
    case LEG_ACKNOWLEDGED:
    case LEG_ASSESSING:
        return (struct deadline){true, PARTY_RECIPIENT, "decide",
                                 add_span(offered_us, span[CLOCK_DECIDE], zone)};
    case LEG_INFO_NEEDED:
        return (struct deadline){true, PARTY_REFERRER, "give information",
                                 add_span(changed_us, span[CLOCK_INFO], zone)};
    case LEG_WAITLISTED:
        return (struct deadline){true, PARTY_RECIPIENT, "review the wait",
                                 changed_us + REVIEW_DAYS * DAY_US};
    case LEG_ACCEPTED:
        return (struct deadline){true, PARTY_RECIPIENT, "start",
                                 add_span(changed_us, span[CLOCK_START], zone)};
    case LEG_IN_SERVICE:
        return (struct deadline){true, PARTY_RECIPIENT, "update",
                                 add_span(changed_us, span[CLOCK_UPDATE], zone)};
    case LEG_PAUSED:
        return (struct deadline){true, PARTY_RECIPIENT, "resume", INT64_MAX};
    default:
        return (struct deadline){.due_us = INT64_MAX};
    }
}
