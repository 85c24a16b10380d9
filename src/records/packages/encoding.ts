// The tables are long, and few files need them: built into a file of its own, as the packages of the mail room are.
export { normalizeEncoding, TextDecoder } from '@exodus/bytes/encoding.js'
