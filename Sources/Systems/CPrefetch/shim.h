/// Asks for a line of memory that will be read soon. Nothing else: an address that is none does no harm.
static inline void prefetch(const void *address) { __builtin_prefetch(address); }
