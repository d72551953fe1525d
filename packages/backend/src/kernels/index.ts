import type { Kernel } from '../kernel.js';

/** Every kernel of our own; what is not here is done by the tfjs CPU kernels. */
export const kernels: readonly Kernel[] = [];
