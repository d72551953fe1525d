import type { Kernel } from '../kernel.js';
import { convolutionKernels } from './convolution.js';
import { matmulKernels } from './matmul.js';

/** Every kernel of our own; what is not here is done by the tfjs CPU kernels. */
export const kernels: readonly Kernel[] = [...convolutionKernels, ...matmulKernels];
