#include <stddef.h>
#include <stdint.h>

/// libFuzzer without its own main: parses its options from the arguments, then calls `test` with one input after the other.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *data, size_t size));
