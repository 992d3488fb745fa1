/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/print.h"
#include "agency-client/commands/step.h"
#include "agency-client/office/deadlines.h"
#include "common/documents/timestamp.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static const struct {
    const char *why;
    const char *line;
    int exit_code;
    const char *says; /* on either stream */
} lines[] = {
    {"no command", "", 2, "usage:"},
    {"an unknown command", "frobnicate", 2, "no command"},
    {"help is no failure", "--help", 0, "inbox"},
    {"the version", "--version", 0, "agency-client "},
    {"a command's help", "respond --help", 0, "--start-by"},
    {"an unknown option", "inbox --frob", 2, "Unknown option"},
    {"a word too many", "inbox now", 2, "usage:"},
    {"a word too few", "refer", 2, "usage:"},
    {"init needs all four", "init --agency ab", 2, "--fingerprint"},
    {"init does one thing at a time", "init --new-key sealing --certificate a", 2,
     "give all of"},
    {"not a decision", "respond abcd perhaps", 2, "waitlist"},
    {"not a status", "update abcd fine", 2, "no-change"},
    {"not an ending", "outcome abcd dead", 2, "ended-early"},
    {"outbox knows two verbs", "outbox burn abcd", 2, "retry ID"},
    {"from without to", "statistics --from 2026-10-01", 2, "--to"},
    {"no home yet", "inbox", 1, "init"},
};

static void
test_command_lines(void)
{
    g_autofree char *empty = g_dir_make_tmp("no-home-XXXXXX", NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autofree char *line =
            g_strdup_printf("'" AGENCY_CLIENT "' --home '%s' %s", empty, lines[i].line);
        g_autofree char *out = NULL;
        g_autofree char *problems = NULL;
        g_autofree char *both = NULL;
        g_autoptr(GError) error = NULL;
        int status = 0;

        g_test_message("%s: %s", lines[i].why, lines[i].line);
        g_assert_true(
            g_spawn_command_line_sync(line, &out, &problems, &status, &error));
        g_assert_no_error(error);
        g_assert_true(WIFEXITED(status));
        g_assert_cmpint(WEXITSTATUS(status), ==, lines[i].exit_code);
        both = g_strconcat(out, problems, NULL);
        g_assert_nonnull(strstr(both, lines[i].says));
    }
    g_rmdir(empty);
}

static const struct {
    const char *why;
    const char *text;
    const char *clean;
} texts[] = {
    {"plain words stay", "Siân O’Neill, 2 St.", "Siân O’Neill, 2 St."},
    {"lines stay", "one\ntwo", "one\ntwo"},
    {"no escape reaches the terminal", "a\033[2Jb", "a [2Jb"},
    {"nor a carriage return that overwrites", "safe\rdanger", "safe danger"},
    {"nor a character that turns the line round",
     "a\xe2\x80\xae"
     "b",
     "a b"},
    {"bytes that are no text are marked",
     "a\xff"
     "b",
     "a\xef\xbf\xbd"
     "b"},
};

static void
test_text_is_harmless(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *clean = print_clean(texts[i].text);

        g_test_message("%s", texts[i].why);
        g_assert_cmpstr(clean, ==, texts[i].clean);
    }
}

static void
test_widths(void)
{
    g_assert_cmpint(print_width("abc"), ==, 3);
    g_assert_cmpint(print_width("é"), ==, 1);
    g_assert_cmpint(print_width("e\xcc\x81"), ==, 1);
    g_assert_cmpint(print_width("日本"), ==, 4);
}

static int64_t
at(const char *text)
{
    int64_t us;

    g_assert_true(timestamp_read(text, &us));
    return us;
}

static const struct {
    const char *why;
    enum leg_state state;
    enum urgency urgency;
    const char *offered; /* and changed */
    const char *due;     /* NULL: nobody's turn, or no time */
} dues[] = {
    {"an emergency counts every hour", LEG_OFFERED, URGENCY_EMERGENCY,
     "2026-11-21T23:30:00Z", "2026-11-22T00:30:00Z"},
    {"four working hours within a day", LEG_DELIVERED, URGENCY_URGENT,
     "2026-11-20T10:00:00Z", "2026-11-20T14:00:00Z"},
    {"and over a weekend", LEG_DELIVERED, URGENCY_URGENT, "2026-11-20T15:00:00Z",
     "2026-11-23T11:00:00Z"},
    {"ten working days are two weeks", LEG_ACKNOWLEDGED, URGENCY_ROUTINE,
     "2026-11-02T09:00:00Z", "2026-11-13T17:00:00Z"},
    {"the end is nobody's turn", LEG_DECLINED, URGENCY_URGENT, "2026-11-20T15:00:00Z",
     NULL},
    {"a pause has no time of its own", LEG_PAUSED, URGENCY_URGENT,
     "2026-11-20T15:00:00Z", NULL},
};

static void
test_deadlines(void)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_local();

    for (size_t i = 0; i < G_N_ELEMENTS(dues); i++) {
        const struct leg leg = {.state = dues[i].state};
        struct deadline deadline = deadline_of(
            &leg, dues[i].urgency, at(dues[i].offered), at(dues[i].offered), zone);

        g_test_message("%s", dues[i].why);
        g_assert_cmpint(deadline.due_us, ==,
                        dues[i].due != NULL ? at(dues[i].due) : INT64_MAX);
    }
}

static const struct {
    const char *why;
    struct step_worker worker;
    const char *xml; /* NULL: refused */
} workers[] = {
    {"nobody", {NULL, NULL, NULL, NULL}, ""},
    {"a name is enough",
     {(char *)"A <B>", NULL, NULL, NULL},
     "<leadWorker name=\"A &lt;B&gt;\"></leadWorker>"},
    {"when to ring",
     {(char *)"A", NULL, NULL, (char *)"weekdays 09:00-12:00"},
     "<leadWorker name=\"A\"><callBack days=\"weekdays\" from=\"09:00\" "
     "to=\"12:00\"/></leadWorker>"},
    {"half a time", {(char *)"A", NULL, NULL, (char *)"weekdays"}, NULL},
    {"a number of nobody", {NULL, (char *)"01632 960000", NULL, NULL}, NULL},
};

static void
test_lead_worker(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(workers); i++) {
        g_autoptr(step) step = step_new();
        g_autoptr(GError) error = NULL;

        g_test_message("%s", workers[i].why);
        g_assert_true(step_worker_write(step, "leadWorker", &workers[i].worker,
                                        &error) == (workers[i].xml != NULL));
        if (workers[i].xml != NULL)
            g_assert_cmpstr(step->details->str, ==, workers[i].xml);
        else
            g_assert_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID);
    }
}

int
main(int argc, char **argv)
{
    /* Working hours are local. */
    g_setenv("TZ", "UTC", TRUE);
    g_setenv("LC_ALL", "C.UTF-8", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/commands/command-lines", test_command_lines);
    g_test_add_func("/commands/text-is-harmless", test_text_is_harmless);
    g_test_add_func("/commands/widths", test_widths);
    g_test_add_func("/commands/deadlines", test_deadlines);
    g_test_add_func("/commands/a-lead-worker-is-whole", test_lead_worker);
    return g_test_run();
}
