/** Specs of tfjs-core that the backend is not held to: the full name (or its beginning), and why. */
export const exceptions: readonly { spec: string; reason: string }[] = [];
