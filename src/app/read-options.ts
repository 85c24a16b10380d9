import { usageError } from '../errors.ts'
import type { ReadOptions } from '../imports/read/source.ts'
import { kinds } from '../records/kinds.ts'
import { didYouMean } from '../records/near.ts'
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
  for (const [kind, encoding] of Object.entries(encodings)) {
    if (!kinds.some((each) => each.kind === kind)) {
      throw usageError(
        `config.json names an encoding for an unknown kind "${kind}"${didYouMean(
          kind,
          kinds.map((each) => each.kind),
        )}`,
        `use one of: ${kinds.map((each) => each.kind).join(', ')}`,
      )
    }
    await readEncoding(encoding, kind)
  }
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
