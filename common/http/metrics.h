/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Metrics: counters and gauges in tables, written in Prometheus' text form.  Adding
 * and setting is safe from any thread; groups are registered before the threads start.
 */
#ifndef HTTP_METRICS_H
#define HTTP_METRICS_H

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "common/autoptr.h"

enum metric_kind { METRIC_COUNTER, METRIC_GAUGE };

/* One row of a table that its owner indexes with an enum of its own. */
struct metric {
    const char *name; /* exchange_documents_total */
    enum metric_kind kind;
    const char *help;
    const char *label;               /* NULL: one value without a label */
    const char *const *label_values; /* label_count of them */
    size_t label_count;
};

struct metrics;      /* all groups */
struct metric_group; /* one table and its values */

struct metrics *metrics_new(void);
void metrics_free(struct metrics *metrics);

/*
 * Adds a table, which must outlive the metrics.  The group belongs to them.
 *
 * prefix_label  a label that every row of this group carries, "listener=\"api\"";
 *               NULL for none.  Rows of the same name in several groups are one metric.
 */
struct metric_group *metrics_add_group(struct metrics *metrics,
                                       const struct metric table[], size_t count,
                                       const char *prefix_label);

/* Adds to one value; label_index is 0 for a metric without a label. */
void metric_add(struct metric_group *group, size_t metric, size_t label_index,
                int64_t amount);

/* Sets a gauge. */
void metric_set(struct metric_group *group, size_t metric, size_t label_index,
                int64_t value);

/* Reads one value (for tests and for gauges derived from others). */
int64_t metric_get(const struct metric_group *group, size_t metric, size_t label_index);

#define MEDIA_METRICS "text/plain; version=0.0.4; charset=utf-8"

/* The whole exposition, one HELP and TYPE for each name. */
GBytes *metrics_write(const struct metrics *metrics);

DEFINE_AUTOPTR(metrics, metrics_free)

#endif
