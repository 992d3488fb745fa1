/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Advice: what is wrong with an author's file, said to somebody who fills in a form: by
 * what the schemas call the field, and what to do there.  Pure; any thread.
 */
#ifndef DOCUMENTS_ADVICE_H
#define DOCUMENTS_ADVICE_H

#include "common/documents/labels.h"
#include "common/documents/violation.h"

/*
 * Where in the author's file it is, as a path from its root; what was found in a
 * document or in details that were made of it points there too, and what is missing
 * stands where it should be.  The caller frees.
 */
char *advice_path(const struct labels *labels, const struct violation *violation);

/* "Given name (Client): fill this in".  The caller frees. */
char *advice_words(const struct labels *labels, const struct violation *violation);

#endif
