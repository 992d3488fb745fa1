/* SPDX-License-Identifier: Apache-2.0 */
#include "common/http/metrics.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

struct metric_group {
    const struct metric *table;
    size_t count;
    char *prefix_label;
    _Atomic int64_t **values; /* one array for each row */
};

struct metrics {
    GPtrArray *groups;
};

static size_t
value_count(const struct metric *metric)
{
    return metric->label == NULL ? 1 : metric->label_count;
}

static void
group_free(void *data)
{
    struct metric_group *group = data;

    for (size_t i = 0; i < group->count; i++)
        g_free(group->values[i]);
    g_free(group->values);
    g_free(group->prefix_label);
    g_free(group);
}

struct metrics *
metrics_new(void)
{
    struct metrics *metrics = g_new0(struct metrics, 1);

    metrics->groups = g_ptr_array_new_with_free_func(group_free);
    return metrics;
}

void
metrics_free(struct metrics *metrics)
{
    if (metrics == NULL)
        return;
    g_ptr_array_unref(metrics->groups);
    g_free(metrics);
}

struct metric_group *
metrics_add_group(struct metrics *metrics, const struct metric table[], size_t count,
                  const char *prefix_label)
{
    struct metric_group *group = g_new0(struct metric_group, 1);

    group->table = table;
    group->count = count;
    group->prefix_label = g_strdup(prefix_label);
    group->values = g_new0(_Atomic int64_t *, count);
    for (size_t i = 0; i < count; i++)
        group->values[i] =
            g_malloc0(value_count(&table[i]) * sizeof group->values[i][0]);
    g_ptr_array_add(metrics->groups, group);
    return group;
}

static _Atomic int64_t *
find_value(const struct metric_group *group, size_t metric, size_t label_index)
{
    g_assert(metric < group->count && label_index < value_count(&group->table[metric]));
    return &group->values[metric][label_index];
}

void
metric_add(struct metric_group *group, size_t metric, size_t label_index,
           int64_t amount)
{
    atomic_fetch_add_explicit(find_value(group, metric, label_index), amount,
                              memory_order_relaxed);
}

void
metric_set(struct metric_group *group, size_t metric, size_t label_index, int64_t value)
{
    atomic_store_explicit(find_value(group, metric, label_index), value,
                          memory_order_relaxed);
}

int64_t
metric_get(const struct metric_group *group, size_t metric, size_t label_index)
{
    return atomic_load_explicit(find_value(group, metric, label_index),
                                memory_order_relaxed);
}

static void
write_values(GString *text, const struct metric_group *group, size_t row)
{
    const struct metric *metric = &group->table[row];

    for (size_t i = 0; i < value_count(metric); i++) {
        const bool has_both = group->prefix_label != NULL && metric->label != NULL;

        g_string_append(text, metric->name);
        if (group->prefix_label != NULL || metric->label != NULL)
            g_string_append_c(text, '{');
        if (group->prefix_label != NULL)
            g_string_append(text, group->prefix_label);
        if (has_both)
            g_string_append_c(text, ',');
        if (metric->label != NULL)
            g_string_append_printf(text, "%s=\"%s\"", metric->label,
                                   metric->label_values[i]);
        if (group->prefix_label != NULL || metric->label != NULL)
            g_string_append_c(text, '}');
        g_string_append_printf(text, " %" G_GINT64_FORMAT "\n",
                               metric_get(group, row, i));
    }
}

/* Prometheus wants all lines of one name together, whichever group they are in. */
static void
write_metric(GString *text, const struct metrics *metrics, const struct metric *metric)
{
    g_string_append_printf(text, "# HELP %s %s\n# TYPE %s %s\n", metric->name,
                           metric->help, metric->name,
                           metric->kind == METRIC_COUNTER ? "counter" : "gauge");
    for (unsigned g = 0; g < metrics->groups->len; g++) {
        const struct metric_group *group = metrics->groups->pdata[g];

        for (size_t i = 0; i < group->count; i++) {
            if (strcmp(group->table[i].name, metric->name) == 0)
                write_values(text, group, i);
        }
    }
}

GBytes *
metrics_write(const struct metrics *metrics)
{
    g_autoptr(GHashTable) written = g_hash_table_new(g_str_hash, g_str_equal);
    GString *text = g_string_new(NULL);

    for (unsigned g = 0; g < metrics->groups->len; g++) {
        const struct metric_group *group = metrics->groups->pdata[g];

        for (size_t i = 0; i < group->count; i++) {
            if (g_hash_table_add(written, (void *)group->table[i].name))
                write_metric(text, metrics, &group->table[i]);
        }
    }
    return g_string_free_to_bytes(text);
}
