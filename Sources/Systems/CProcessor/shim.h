#include <stdint.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// Asks for a line of memory that will be read soon. Nothing else: an address that is none does no harm.
static inline void prefetch(const void *address) { __builtin_prefetch(address); }

/// The same, of one that will be written to.
static inline void prefetch_to_write(const void *address) { __builtin_prefetch(address, 1); }

typedef int8_t lanes16 __attribute__((ext_vector_type(16)));

/// The highest bit of each of sixteen bytes, the first byte's the lowest.
static inline uint64_t highest_bits(lanes16 bytes) {
#if defined(__SSE2__)
    return (uint64_t)(uint32_t)_mm_movemask_epi8((__m128i)bytes);
#else
    uint64_t bits = 0;
    for (int lane = 0; lane < 16; lane++) bits |= (uint64_t)(bytes[lane] < 0) << lane;
    return bits;
#endif
}
