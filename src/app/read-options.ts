import type { ReadOptions } from '../imports/read/source.ts'
import type { Context } from './context.ts'
import { givenValue } from './option-values.ts'

interface ReadFlags {
  encoding?: string
  delimiter?: string
  sheet?: string
}

/** How to read files, by the command line and the settings. Throws usage errors for unknown names. */
export async function readOptions({ encodings, io }: Pick<Context, 'encodings' | 'io'>, flags: ReadFlags): Promise<ReadOptions> {
  const { readEncoding } = await import('../imports/read/decode.ts')
  const { readDelimiter } = await import('../imports/read/layout.ts')
  const named = givenValue('--encoding', flags.encoding)
  const delimiter = givenDelimiter(flags.delimiter)
  for (const [kind, encoding] of Object.entries(encodings)) await readEncoding(encoding, kind)
  return {
    encoding: named === undefined ? undefined : await readEncoding(named),
    delimiter: delimiter === undefined ? undefined : readDelimiter(delimiter),
    sheet: givenValue('--sheet', flags.sheet),
    encodings,
    showWait: (work) => io.waiting('Reading standard input', work),
  }
}

/** A tab is a delimiter, though it looks blank. */
function givenDelimiter(value: string | undefined): string | undefined {
  return value === '\t' || value === ' ' ? value : givenValue('--delimiter', value)
}
