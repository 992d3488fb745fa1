/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the two halves of authoring share: authoring.c reads and judges a file,
 * authoring_split.c makes of it what each recipient is sent.
 */
#ifndef DOCUMENTS_AUTHORING_PARTS_H
#define DOCUMENTS_AUTHORING_PARTS_H

#include "common/documents/authoring.h"
#include "common/documents/bodies.h"

/* What is at work while one file is read. */
struct authoring_work {
    struct reader reader;
    struct document document; /* the coded part, whole */
    struct authoring *authoring;
    xmlNode *details; /* NULL when there are none */
};

/* The needs put to one recipient, to g_strfreev(); NULL when it is all of them. */
char **authoring_needs(struct authoring_work *work, const xmlNode *to);

/* Whether a need is among such needs. */
bool authoring_is_put_to(char **needs, const char *code);

/* Fills work->authoring with a document for each <to> of the envelope, or with one. */
void authoring_split(struct authoring_work *work, const xmlNode *envelope);

#endif
