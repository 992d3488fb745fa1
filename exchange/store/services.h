/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Services, the newest notice of each one's capacity, and vacancies with the leg that
 * holds each.  All of it is a projection of the log.  The functions may be called from
 * any thread.
 */
#ifndef STORE_SERVICES_H
#define STORE_SERVICES_H

#include "common/documents/services_view.h"
#include "exchange/store/shelves.h"

struct service_record {
    struct uuid id; /* listing_id() of agency and slug */
    int agency;     /* number */
    char *slug;
    int64_t sequence; /* of the entry that last published it */
    struct uuid document;
    int64_t published_us;
    bool is_closed;
    bool is_confidential;
    char *body;     /* XML */
    char *capacity; /* XML of the newest notice; NULL: none, and nothing below counts */
    struct uuid notice;
    int64_t noticed_us;
};

struct service_record *service_record_new(void);
void service_record_free(struct service_record *service);

/* A place that a notice ever named. */
struct vacancy_record {
    struct uuid id;
    struct uuid service; /* for ever */
    int agency;          /* number of that service's */
    bool is_listed;      /* in the newest notice */
    bool has_leg;
    struct uuid leg; /* the live one that was accepted for it */
    bool has_hold;   /* else it holds as long as it lives */
    int64_t hold_until_us;
};

extern const struct shelf shelf_services;

/* Asked by a vacancy's id or by its service's: then all of that service's. */
extern const struct shelf shelf_vacancies;

/* What readers ask: listings, with the strings that they point into. */
struct service_list {
    GArray *sources; /* struct listing_source */
    GPtrArray *kept; /* char *, arrays */
};

void service_list_free(struct service_list *list);
DEFINE_AUTOPTR(service_list, service_list_free)

/*
 * The services of active agencies that are not closed for good, in the order of their
 * ids.
 *
 * id     only this one; NULL: all
 * now_us what was held until before is held no more
 */
G_GNUC_WARN_UNUSED_RESULT
struct service_list *services_list(struct store *store, const struct uuid *id,
                                   int64_t offset, int limit, int64_t now_us,
                                   GError **error);

/* How many there are. */
G_GNUC_WARN_UNUSED_RESULT
bool services_count(struct store *store, int64_t *count, GError **error);

#endif
