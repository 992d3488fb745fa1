/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/rates.h"

#include <pthread.h>

/* What one request costs: a bucket fills by per_second a microsecond. */
#define REQUEST INT64_C(1000000)

struct bucket {
    int64_t level; /* in millionths of a request */
    int64_t filled_us;
};

struct rates {
    int64_t per_second;
    pthread_mutex_t mutex;
    GHashTable *buckets; /* agency number -> struct bucket */
};

struct rates *
rates_new(unsigned int per_second)
{
    struct rates *rates = g_new0(struct rates, 1);

    rates->per_second = per_second;
    pthread_mutex_init(&rates->mutex, NULL);
    rates->buckets = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    return rates;
}

void
rates_free(struct rates *rates)
{
    g_hash_table_unref(rates->buckets);
    pthread_mutex_destroy(&rates->mutex);
    g_free(rates);
}

/* A bucket that is full is one that nobody has used for a second. */
static void
bucket_fill(const struct rates *rates, struct bucket *bucket, int64_t now_us)
{
    int64_t full = rates->per_second * REQUEST;
    int64_t rested_us = MIN(now_us - bucket->filled_us, REQUEST);

    bucket->level = MIN(bucket->level + rested_us * rates->per_second, full);
    bucket->filled_us = now_us;
}

bool
rates_take(struct rates *rates, int agency, int64_t now_us)
{
    struct bucket *bucket;
    bool has_share;

    if (rates->per_second == 0)
        return true;
    pthread_mutex_lock(&rates->mutex);
    bucket = g_hash_table_lookup(rates->buckets, GINT_TO_POINTER(agency));
    if (bucket == NULL) {
        bucket = g_new0(struct bucket, 1);
        bucket->filled_us = now_us - REQUEST;
        g_hash_table_insert(rates->buckets, GINT_TO_POINTER(agency), bucket);
    }
    bucket_fill(rates, bucket, now_us);
    has_share = bucket->level >= REQUEST;
    if (has_share)
        bucket->level -= REQUEST;
    pthread_mutex_unlock(&rates->mutex);
    return has_share;
}
