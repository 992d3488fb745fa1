/* SPDX-License-Identifier: Apache-2.0 */
#include "common/http/metrics.h"

enum { METRIC_DOCUMENTS, METRIC_OPEN };

static const char *const reasons[] = {"schema", "rule"};

static const struct metric table[] = {
    [METRIC_DOCUMENTS] = {"documents_total", METRIC_COUNTER, "Documents.", "reason",
                          reasons, 2},
    [METRIC_OPEN] = {"open_now", METRIC_GAUGE, "Open.", NULL, NULL, 0},
};

static void
lines_of_one_name_stand_together(void)
{
    g_autoptr(metrics) metrics = metrics_new();
    struct metric_group *one = metrics_add_group(metrics, table, 2, "listener=\"a\"");
    struct metric_group *other = metrics_add_group(metrics, table, 2, NULL);
    g_autoptr(GBytes) bytes = NULL;
    g_autofree char *text = NULL;

    metric_add(one, METRIC_DOCUMENTS, 1, 2);
    metric_add(one, METRIC_DOCUMENTS, 1, 1);
    metric_set(other, METRIC_OPEN, 0, 9);
    metric_add(other, METRIC_OPEN, 0, -2);
    g_assert_cmpint(metric_get(one, METRIC_DOCUMENTS, 1), ==, 3);
    bytes = metrics_write(metrics);
    text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    g_assert_cmpstr(text, ==,
                    "# HELP documents_total Documents.\n"
                    "# TYPE documents_total counter\n"
                    "documents_total{listener=\"a\",reason=\"schema\"} 0\n"
                    "documents_total{listener=\"a\",reason=\"rule\"} 3\n"
                    "documents_total{reason=\"schema\"} 0\n"
                    "documents_total{reason=\"rule\"} 0\n"
                    "# HELP open_now Open.\n"
                    "# TYPE open_now gauge\n"
                    "open_now{listener=\"a\"} 0\n"
                    "open_now 7\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/metrics/lines-of-one-name-stand-together",
                    lines_of_one_name_stand_together);
    return g_test_run();
}
