/** Specs of tfjs-core that the backend is not held to: the full name (or its beginning), and why. */
export const exceptions: readonly { spec: string; reason: string }[] = [
  {
    spec: 'avgPool genlab {} gradient x=[3,3,1] f=[3,3] s=1 p=explicit',
    reason:
      'It expects a gradient divided by the whole window of nine, but the forward op divides by the pixels inside of the image (four or six ' +
      'here): finite differences of the op itself disagree with it. Ours is the gradient of what the op computes.',
  },
];
