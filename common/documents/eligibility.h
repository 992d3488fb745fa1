/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Eligibility: which rules of a service, and of one of its vacancies, a household
 * fails, and which have to be asked about.  Pure functions; safe to call from any
 * thread.
 */
#ifndef DOCUMENTS_ELIGIBILITY_H
#define DOCUMENTS_ELIGIBILITY_H

#include "common/documents/match.h"

/* Who looks at which service, and what is true whichever vacancy is looked at. */
struct prospect {
    const struct listing *listing;
    const struct match_wish *wish;
    int64_t now_us;
    unsigned int needs_met;
    unsigned int communities_met;
    unsigned int languages_met;
};

struct eligibility {
    const struct vacancy *vacancy; /* NULL: the service was judged without one */
    uint64_t failed;               /* rules */
    uint64_t asked;                /* rules that the listing says too little about */
};

/* Judges the service with one of its vacancies, or NULL. */
struct eligibility eligibility_judge(const struct prospect *prospect,
                                     const struct vacancy *vacancy);

#endif
