/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Support that is bought by the hour: what the exchange sees of the order, the
 * statements of what was delivered, and their payment.  Rates and amounts are sealed.
 */
#ifndef DOCUMENTS_HOURS_H
#define DOCUMENTS_HOURS_H

#include "common/documents/document.h"
#include "common/documents/matter.h"

struct hours_order {
    const char *need;
    int hours_hundredths;
    int hours_per_week_hundredths; /* -1 when absent */
    int32_t start_on;
    int32_t end_on;
    int32_t review_on; /* DATE_NONE when absent */
};

struct hours_statement {
    struct uuid order; /* the matter that the order opened */
    int number;        /* on it, from 1 */
    int32_t from_on;
    int32_t to_on;
    int hours_hundredths;
    int32_t pay_by; /* DATE_NONE when absent */
};

/* Reads the coded part of a document of that kind; strings belong to the document. */
void hours_read_order(const struct document *document, struct hours_order *order);
void hours_read_statement(const struct document *document,
                          struct hours_statement *statement);

/* Whether the hours of a statement in this state count on its order. */
bool hours_statement_counts(const struct matter *statement);

/* The day on which it was paid. */
int32_t hours_read_payment(const struct document *document);

#endif
