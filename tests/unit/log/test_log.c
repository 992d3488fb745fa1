/* SPDX-License-Identifier: Apache-2.0 */
#include "common/log/log.h"

#define NOON G_GINT64_CONSTANT(1795176000000007) /* 2026-11-20T12:00:00.000007Z */

static const struct {
    const char *why;
    const char *value;
    const char *written;
} values[] = {
    {"a plain value stands as it is", "northgate-homes", "northgate-homes"},
    {"an empty value is still one", "", "\"\""},
    {"a space ends a pair, so it is quoted", "two words", "\"two words\""},
    {"nobody can forge a line", "x\nlevel=info", "\"x\\x0alevel=info\""},
    {"nor a pair", "x=1", "\"x=1\""},
    {"a quote cannot end a value", "say \"no\"\\", "\"say \\\"no\\\"\\\\\""},
    {"terminals get no escapes", "\033[2J", "\"\\x1b[2J\""},
    {"UTF-8 stays readable", "Jos\303\251", "\"Jos\303\251\""},
};

static void
values_cannot_break_out_of_their_pair(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autoptr(GString) line = g_string_new(NULL);
        const GLogField field = {"DETAIL", values[i].value, -1};
        g_autofree char *expected = g_strdup_printf(
            "time=2026-11-20T12:00:00.000007Z level=warning detail=%s\n",
            values[i].written);

        g_test_message("%s", values[i].why);
        log_write_line(line, G_LOG_LEVEL_WARNING, &field, 1, NOON);
        g_assert_cmpstr(line->str, ==, expected);
    }
}

/* Runs in a process of its own, because the log writer is for a whole process. */
static void
events_come_out_as_lines(void)
{
    if (g_test_subprocess()) {
        log_start(G_LOG_LEVEL_INFO);
        log_event(G_LOG_LEVEL_INFO, "request", LOG_INT("status", 201),
                  LOG_TEXT("method", "PUT"), LOG_TEXT("agency", NULL));
        log_event(G_LOG_LEVEL_DEBUG, "hidden");
        g_message("from %s", "GLib");
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_passed();
    g_test_trap_assert_stderr(
        "*level=info event=request status=201 method=PUT agency=\"\"\n*");
    g_test_trap_assert_stderr("*level=notice *message=\"from GLib\"*\n*");
    g_test_trap_assert_stderr_unmatched("*hidden*");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/log/values-cannot-break-out-of-their-pair",
                    values_cannot_break_out_of_their_pair);
    g_test_add_func("/log/events-come-out-as-lines", events_come_out_as_lines);
    return g_test_run();
}
