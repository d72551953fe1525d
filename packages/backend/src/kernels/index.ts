import type { Kernel } from '../kernel.js';
import { binaryKernels } from './binary.js';
import { convertKernels } from './convert.js';
import { convolutionKernels } from './convolution.js';
import { depthwiseKernels } from './depthwise.js';
import { gatherKernels } from './gather.js';
import { joiningKernels } from './joining.js';
import { matmulKernels } from './matmul.js';
import { movementKernels } from './movement.js';
import { normalizationKernels } from './normalization.js';
import { optimizerKernels } from './optimizers.js';
import { poolingKernels } from './pooling.js';
import { randomKernels } from './random.js';
import { reductionKernels } from './reduction.js';
import { resizeKernels } from './resize.js';
import { softmaxKernels } from './softmax.js';
import { trainingKernels } from './training.js';
import { unaryKernels } from './unary.js';

/** Every kernel of our own; what is not here is done by the tfjs CPU kernels. */
export const kernels: readonly Kernel[] = [
  ...binaryKernels,
  ...convertKernels,
  ...convolutionKernels,
  ...depthwiseKernels,
  ...gatherKernels,
  ...joiningKernels,
  ...matmulKernels,
  ...movementKernels,
  ...normalizationKernels,
  ...optimizerKernels,
  ...poolingKernels,
  ...randomKernels,
  ...reductionKernels,
  ...resizeKernels,
  ...softmaxKernels,
  ...trainingKernels,
  ...unaryKernels,
];
