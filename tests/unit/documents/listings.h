/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Services as the exchange lists them, and households that look for one, each by the
 * few words in which a case differs.
 */
#ifndef TESTS_DOCUMENTS_LISTINGS_H
#define TESTS_DOCUMENTS_LISTINGS_H

#include "common/documents/availability.h"
#include "common/documents/services_view.h"

#define LISTINGS_NOW "2026-11-22T09:00:00Z"

/* A service by what is said of it, or NULL. */
struct said {
    const char *service;  /* attributes */
    const char *served;   /* children; else the district E08000003 */
    const char *suits;    /* attributes of eligibility */
    const char *location; /* attributes */
    const char *capacity; /* attributes; "" none said, NULL: room, valid */
    const char *vacancy;  /* attributes; NULL: no vacancy is described */
    const char *held;     /* attributes of <held> beside the vacancy */
};

/* Who looks: children and attributes of an availability enquiry. */
struct looks {
    const char *wish;      /* attributes of the enquiry */
    const char *client;    /* attributes */
    const char *household; /* attributes and children after them */
    const char *adults;
    const char *area;   /* attributes and children */
    const char *access; /* attributes */
};

/* The services "s-1", "s-2", ...; fails the test when they are not a valid view. */
struct services_view *listings_view(const struct said *said, size_t count);

/* Fails the test when it is no valid enquiry. */
struct read_shape *listings_shape(const struct looks *looks);

/* LISTINGS_NOW in microseconds. */
int64_t listings_now(void);

#endif
