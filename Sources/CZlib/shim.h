/* The library that unpacks gzip and zlib. */
#include <zlib.h>
