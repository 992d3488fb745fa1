/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/counters.h"

static const char *reasons[REFUSAL_COUNT];

static const struct metric table[COUNTER_COUNT] = {
    [COUNTER_REFUSED] = {"exchange_refused_total", METRIC_COUNTER,
                         "Requests refused, by reason", "reason", reasons,
                         REFUSAL_COUNT},
    [COUNTER_DOCUMENTS_ACCEPTED] = {.name = "exchange_documents_accepted_total",
                                    .kind = METRIC_COUNTER,
                                    .help = "Agencies' documents appended to the log"},
    [COUNTER_DOCUMENTS_REPEATED] = {.name = "exchange_documents_repeated_total",
                                    .kind = METRIC_COUNTER,
                                    .help =
                                        "Documents sent again and answered with the "
                                        "receipt they have"},
    [COUNTER_DOCUMENTS_OWN] = {.name = "exchange_documents_own_total",
                               .kind = METRIC_COUNTER,
                               .help = "Notices appended to the log"},
    [COUNTER_DOCUMENTS_WAITING] = {.name = "exchange_documents_waiting",
                                   .kind = METRIC_GAUGE,
                                   .help = "Documents taken in and not yet answered"},
    [COUNTER_BATCHES] = {.name = "exchange_batches_total",
                         .kind = METRIC_COUNTER,
                         .help = "Transactions of the log"},
    [COUNTER_BATCHES_REPLAYED] = {.name = "exchange_batches_replayed_total",
                                  .kind = METRIC_COUNTER,
                                  .help = "Transactions repeated one document at a "
                                          "time"},
    [COUNTER_BATCHES_FAILED] = {.name = "exchange_batches_failed_total",
                                .kind = METRIC_COUNTER,
                                .help =
                                    "Transactions whose documents got no answer but "
                                    "to come again"},
    [COUNTER_LOG_HEAD] = {.name = "exchange_log_head",
                          .kind = METRIC_GAUGE,
                          .help = "Sequence number of the last entry this process saw"},
    [COUNTER_POLLS_PARKED] = {.name = "exchange_polls_parked",
                              .kind = METRIC_GAUGE,
                              .help = "Mailbox requests that wait for an entry"},
    [COUNTER_POLLS_WOKEN] = {.name = "exchange_polls_woken_total",
                             .kind = METRIC_COUNTER,
                             .help = "Times a waiting mailbox request was looked at "
                                     "again"},
    [COUNTER_AGENCIES_READ] = {.name = "exchange_agencies_read_total",
                               .kind = METRIC_COUNTER,
                               .help = "Times the registered agencies were read"},
    [COUNTER_CRL_READ] = {.name = "exchange_crl_read_total",
                          .kind = METRIC_COUNTER,
                          .help = "Revocation lists taken up since the start"},
    [COUNTER_CRL_REFUSED] = {.name = "exchange_crl_refused_total",
                             .kind = METRIC_COUNTER,
                             .help = "Revocation lists refused, the one held kept"},
    [COUNTER_CRL_SECONDS_LEFT] = {.name = "exchange_crl_seconds_left",
                                  .kind = METRIC_GAUGE,
                                  .help = "Seconds until the revocation list's next "
                                          "update is due"},
};

struct metric_group *
counters_add(struct metrics *metrics)
{
    for (size_t i = 0; i < REFUSAL_COUNT; i++)
        reasons[i] = refusals[i].suffix;
    return metrics_add_group(metrics, table, COUNTER_COUNT, NULL);
}
