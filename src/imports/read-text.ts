import { decodeFile } from './decode.ts'
import { openInput } from './input.ts'

/** The whole text of a small file, UTF-8 or UTF-16 with its mark. Throws the refusals of opening and decoding a file. */
export function readText(path: string): string {
  const file = openInput(path)
  try {
    return [...decodeFile(file, undefined).text()].join('')
  } finally {
    file.close()
  }
}
