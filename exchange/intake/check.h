/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Check: the part of the judgement that needs no database.  Signature, identity,
 * document, time, recipient and sealing, in this order; the first that fails refuses.
 * A checker belongs to one thread.
 */
#ifndef INTAKE_CHECK_H
#define INTAKE_CHECK_H

#include "exchange/intake/submission.h"

struct check_options {
    const struct schema *wire;
    const struct clock *clock;
    int64_t max_age_us;   /* of created and signingTime */
    int64_t max_ahead_us; /* the same */
};

struct checker;

/* The options outlive the checker. */
struct checker *checker_new(const struct check_options *options);
void checker_free(struct checker *checker);
DEFINE_AUTOPTR(checker, checker_free)

/* Judges a submission and fills in what was found, or its refusal. */
void check_submission(struct checker *checker, struct submission *submission);

#endif
