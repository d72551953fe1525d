import * as tf from '@tensorflow/tfjs-core';

interface ResizeAttrs {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

/**
 * A gradient of resizing is linear in dy and looks at the images for their shape only: what flows into it is resized as the images were.
 */
function resizingGradient(
  kernelName: string,
  resize: (images: tf.Tensor4D, size: [number, number], attrs: ResizeAttrs) => tf.Tensor,
): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: ['images', 'dy'],
    gradFunc: (flowing, saved, attrs) => {
      const [images, dy] = saved as [tf.Tensor, tf.Tensor4D];
      const size: [number, number] = [dy.shape[1], dy.shape[2]];
      return {
        dy: () => resize(flowing as tf.Tensor4D, size, attrs as unknown as ResizeAttrs),
        images: () => tf.zeros(images.shape),
      };
    },
  };
}

/** Gradients of the gradients of resizing. */
export const resizingGradients: readonly tf.GradConfig[] = [
  resizingGradient('ResizeBilinearGrad', (images, size, { alignCorners, halfPixelCenters }) =>
    tf.image.resizeBilinear(images, size, alignCorners, halfPixelCenters),
  ),
  resizingGradient('ResizeNearestNeighborGrad', (images, size, { alignCorners, halfPixelCenters }) =>
    tf.image.resizeNearestNeighbor(images, size, alignCorners, halfPixelCenters),
  ),
];
