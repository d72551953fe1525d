// Everything exported here becomes an export of the WebAssembly module; helpers live in files that are not listed.
export * from './memory';
export * from './threads';
export { setWorkspace, workspaceBytes } from './workspace';
export { addPatches, copyImages, moveBytes, writeZeros } from './convolution';
export { mapTiles } from './convolution-points';
export { multiply, packColumns, packedColumnsBytes, tileColumns, tileRows } from './matmul';
export { multiplyVector, multiplyVectorTransposed } from './matmul-vector';
export { offsetsBytes, writeOffsets } from './pack';
export * from './batch-norm';
export * from './binary';
export * from './convert';
export { groupNorm, groupNormGradient } from './group-norm';
export * from './movement';
export * from './optimizers';
export * from './random';
export * from './reduce';
export { resizeLinear, resizeLinearGradient, resizeNearest, resizeNearestGradient } from './resize';
export * from './softmax';
export * from './training';
export * from './unary';
export {
  averagePool, averagePoolGradient, depthwise, depthwiseFilterGradient, depthwiseInputGradient, maximumPool, maximumPoolGradient,
} from './windows';
