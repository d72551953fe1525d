// Scratch memory that every thread has for itself, for what one call packs or keeps between two passes. Each instance is told its own once.

/** The bytes of a workspace: the packed rows of a product (matmul.ts) are the largest thing in it. */
export function workspaceBytes(): i32 {
  return LANES + 64;
}

/** Where a table of a few lanes has its place: see pack.ts. */
const LANES: i32 = 128 * 1024;

let address: usize = 0;

/** Gives this instance its workspace. */
export function setWorkspace(pointer: usize): void {
  address = pointer;
}

/** Where it is. Not kept from one call to the next. */
@inline
export function workspace(): usize {
  return address;
}

/** Where packPanels writes the lanes of a panel that is not whole. */
@inline
export function laneTable(): usize {
  return address + LANES;
}
