/** The bytes of a PNG file as a `data:` URI. */
export function toDataUri(png: Uint8Array): string {
  let text = '';
  const CHUNK = 0x8000; // a call takes only so many arguments
  for (let start = 0; start < png.length; start += CHUNK) text += String.fromCharCode(...png.subarray(start, start + CHUNK));
  return `data:image/png;base64,${btoa(text)}`;
}
