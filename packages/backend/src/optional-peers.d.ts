// Optional peers: typed as little as is used of them, since they need not be installed.
declare module '@tensorflow/tfjs-backend-webgl' {
  export const version_webgl: string;
}
declare module '@tensorflow/tfjs-backend-webgpu' {
  const anything: unknown;
  export default anything;
}
