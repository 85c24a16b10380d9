import { decodeFile } from './decode.ts'
import { openInput } from './input.ts'

/** The whole text of a small file, UTF-8 or UTF-16 with its mark. Throws the refusals of opening and decoding a file. */
export function readText(path: string): string {
  return [...readTextPieces(path)].join('')
}

/** The same in pieces, as they are asked for. */
export function* readTextPieces(path: string): Generator<string> {
  const file = openInput(path)
  try {
    yield* decodeFile(file, undefined).text()
  } finally {
    file.close()
  }
}

/** The bytes of a file, at most as many as are asked for, and its name. Throws the refusals of opening a file. */
export function readBytes(path: string, most: number): { name: string; bytes: Buffer } {
  const file = openInput(path)
  try {
    // Each piece is read into the same memory, so it is copied.
    return {
      name: file.name,
      bytes: file.bytes <= most ? Buffer.concat(Array.from(file.chunks(), (piece) => Buffer.from(piece))) : file.readAt(0, most),
    }
  } finally {
    file.close()
  }
}
