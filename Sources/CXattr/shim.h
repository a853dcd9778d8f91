/* The calls for extended attributes, which the module of the C library leaves out. */
#include <sys/xattr.h>
