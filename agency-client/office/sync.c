/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/sync.h"

#include "agency-client/office/follow.h"
#include "agency-client/office/lapse.h"

#define FIRST_BACKOFF_SECONDS   1
#define LONGEST_BACKOFF_SECONDS 60

bool
sync_run(struct office *office, int wait_seconds, struct sync_report *report,
         GError **error)
{
    g_autoptr(GError) reason = NULL;
    bool is_unreachable = false;
    int sent;

    if (!office_refresh_book(office, &reason)) {
        if (reason->domain != EXCHANGE_ERROR) {
            g_propagate_error(error, g_steal_pointer(&reason));
            return false;
        }
        report->why = g_strdup(reason->message);
        return true;
    }
    if (!dispatch_run(office, &report->dispatch, error))
        return false;
    if (report->dispatch.is_unreachable) {
        report->why = g_strdup(report->dispatch.why);
        return true;
    }
    if (!collect_run(office, wait_seconds, &report->collect, error) ||
        !lapse_run(office, error))
        return false;
    report->why = g_strdup(report->collect.is_unreachable ? report->collect.why : NULL);
    /* What collecting gave rise to (deliveries, rejections, releases) goes at once, and
     * moves the referrals once more. */
    sent = report->dispatch.sent;
    if (!dispatch_run(office, &report->dispatch, error))
        return false;
    if (report->dispatch.sent == sent || report->dispatch.is_unreachable)
        return true;
    return follow_run(office, &is_unreachable, &report->why, error);
}

void
sync_report_clear(struct sync_report *report)
{
    dispatch_report_clear(&report->dispatch);
    collect_report_clear(&report->collect);
    g_clear_pointer(&report->why, g_free);
}

bool
sync_is_eventful(const struct sync_report *report)
{
    const struct collect_report *collect = &report->collect;

    return report->dispatch.sent + report->dispatch.parked + collect->received +
               collect->rejected + collect->gone + collect->missing + collect->unknown +
               collect->released >
           0;
}

int
sync_backoff_seconds(const struct sync_report *report, int failures)
{
    int longest =
        MIN(FIRST_BACKOFF_SECONDS << MIN(failures, 6), LONGEST_BACKOFF_SECONDS);
    int asked =
        MAX(report->dispatch.retry_after_seconds, report->collect.retry_after_seconds);

    /* Between half and all of it. */
    return asked + longest / 2 + g_random_int_range(0, longest / 2 + 1);
}
