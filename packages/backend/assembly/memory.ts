// What the host must know of this module's memory: everything below `heapBase` is the module's own, everything above the allocator's.

export function heapBase(): usize {
  return __heap_base;
}
