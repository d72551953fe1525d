/** CRC-32C tables for one byte: the polynomial of Castagnoli, 0x1EDC6F41, bits reversed. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/**
 * The checksum of a TensorBoard record: CRC-32C, turned by 15 bits and shifted by a constant, so that a checksum of data that
 * holds checksums stays meaningful.
 * @see RFC 3720, appendix B.4, for the CRC.
 */
export function maskedCrc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
