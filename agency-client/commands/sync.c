/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"
#include "agency-client/office/sync.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WATCH_WAIT_SECONDS 30 /* how long one long-poll is held */

static const char summary[] =
    "Sends the outbox in order, collects the mailbox, confirms what was stored, and "
    "refreshes directory and revocation list. With --watch it goes on until stopped.";

static atomic_bool is_stopped; /* C17 7.14.1.1: a handler may set one */

static void
stop(int signal_number)
{
    (void)signal_number;
    is_stopped = 1;
}

/* Without SA_RESTART, so that a sleep or a poll ends at once. */
static void
catch_signals(void)
{
    struct sigaction action = {.sa_handler = stop};

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static void
print_count(int count, const char *what)
{
    if (count > 0)
        printf("%4d  %s\n", count, what);
}

static void
sync_print(const struct sync_report *report)
{
    const struct collect_report *collect = &report->collect;

    print_count(report->dispatch.sent, "sent");
    print_count(collect->received, "received");
    print_count(collect->released, "released to the agency that won the referral");
    print_count(collect->gone, "withdrawn or given to another agency before we had it");
    print_count(collect->rejected, "could not be used: its sender has been told");
    print_count(collect->missing, "the exchange could not give: asked for again later");
    print_count(collect->unknown, "of a kind that this release does not know: a newer "
                                  "agency-client will read it");
    print_count(report->dispatch.parked,
                "refused: see 'agency-client outbox' for what to do");
    print_count(report->dispatch.waiting, "waiting to be sent");
    if (collect->emergencies > 0)
        print_loud("EMERGENCY: %d emergency referral(s) have come: see 'agency-client "
                   "inbox'",
                   collect->emergencies);
    if (collect->note != NULL)
        printf("note: %s\n", collect->note);
    if (report->dispatch.why != NULL && report->why == NULL)
        printf("note: %s\n", report->dispatch.why);
}

static void
pause_for(int seconds)
{
    struct timespec left = {.tv_sec = seconds};

    while (!is_stopped && nanosleep(&left, &left) != 0)
        ;
}

/* After a round in which nothing was unreachable the long-poll is the pause. */
static int
watch(struct invocation *invocation, struct office *office)
{
    int failures = 0;
    bool is_first = true;

    catch_signals();
    office->stop = &is_stopped;
    while (!is_stopped) {
        g_auto(sync_report_auto) report = {0};
        g_autoptr(GError) error = NULL;

        if (!sync_run(office, is_first ? 0 : WATCH_WAIT_SECONDS, &report, &error)) {
            if (error->domain == LOCAL_STORE_ERROR)
                return command_fail(invocation, error);
            command_fail(invocation, error);
            failures++;
        } else if (is_stopped) {
            break;
        } else if (report.why != NULL) {
            if (failures++ == 0)
                fprintf(stderr, "agency-client sync: %s; trying again\n", report.why);
        } else {
            failures = 0;
        }
        if (sync_is_eventful(&report) || (is_first && report.why == NULL))
            sync_print(&report);
        fflush(stdout);
        is_first = false;
        if (failures > 0 || report.dispatch.retry_after_seconds > 0)
            pause_for(sync_backoff_seconds(&report, failures));
    }
    return EXIT_DONE;
}

int
command_sync(struct invocation *invocation, int argc, char **argv)
{
    gboolean is_watching = FALSE;
    const GOptionEntry entries[] = {{"watch", 'w', 0, G_OPTION_ARG_NONE, &is_watching,
                                     "go on until stopped, waiting for what comes",
                                     NULL},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_auto(sync_report_auto) report = {0};
    g_autoptr(office) office = NULL;
    g_autoptr(GError) error = NULL;

    if (!command_parse(invocation, &argc, &argv, entries, "", summary, 0, 0))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    if (is_watching)
        return watch(invocation, office);
    if (!sync_run(office, 0, &report, &error))
        return command_fail(invocation, error);
    sync_print(&report);
    if (report.why != NULL) {
        fprintf(stderr, "agency-client sync: %s\n", report.why);
        return EXIT_FAILED;
    }
    if (!sync_is_eventful(&report) && report.dispatch.waiting == 0)
        puts("nothing new");
    return EXIT_DONE;
}
