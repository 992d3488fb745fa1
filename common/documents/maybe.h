/* SPDX-License-Identifier: Apache-2.0 */
/* A yes or no that may also not be said.  Immutable; any thread. */
#ifndef DOCUMENTS_MAYBE_H
#define DOCUMENTS_MAYBE_H

enum maybe { UNSAID, YES, NO };

#endif
