/* SPDX-License-Identifier: Apache-2.0 */
/*
 * g_autoptr() for our own structs.  G_DEFINE_AUTOPTR_CLEANUP_FUNC() wants a typedef of
 * the bare name, which every variable of that name would then shadow; this one defines
 * only what g_autoptr() looks for, so that `g_autoptr(crl) crl = NULL;` compiles clean.
 */
#ifndef COMMON_AUTOPTR_H
#define COMMON_AUTOPTR_H

#include <glib.h>

#define DEFINE_AUTOPTR(name, free_function)                                            \
    typedef struct name *_GLIB_AUTOPTR_TYPENAME(name);                                 \
    static G_GNUC_UNUSED inline void _GLIB_AUTOPTR_FUNC_NAME(name)(struct name * *one) \
    {                                                                                  \
        if (*one != NULL)                                                              \
            free_function(*one);                                                       \
    }

#endif
