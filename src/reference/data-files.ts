import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { failure } from '../errors.ts'
import { errorLine, lineAt } from './overview/json-lines.ts'

/** The folder of the files that people edit; it is beside the program, built or not. */
export function dataFolder(): string {
  for (let folder = import.meta.dirname; ; folder = join(folder, '..')) {
    if (existsSync(join(folder, 'data', 'policies'))) return join(folder, 'data')
    if (folder === join(folder, '..')) throw new Error('phd was installed without its data folder')
  }
}

/** How a file is read, and the line of a value in it by its path with dots; of one that cannot be read, of what is wrong. */
interface Reader {
  read(text: string): unknown
  line(text: string, path: string | null): number | null
}

const JSON_READER: Reader = {
  read: (text) => JSON.parse(text),
  line: (text, path) => (path === null ? errorLine(text) : lineAt(text, path)),
}

/** Reads a file of reference data, or one of a user's own by its whole path, and checks its shape. Throws the refusal `bad_reference_data`, naming the place in the file. */
export function readReference<const Schema extends v.GenericSchema>(name: string, schema: Schema): v.InferOutput<Schema> {
  return readChecked(name, schema, JSON_READER)
}

/** Reads a table of reference data by a function of its own; its first row is on the second line. See {@link readReference}. */
export function readData<const Schema extends v.GenericSchema>(
  name: string,
  schema: Schema,
  read: (text: string) => unknown,
): v.InferOutput<Schema> {
  const line = (_text: string, path: string | null): number | null => {
    const row = /^\d+/.exec(path ?? '')?.[0]
    return row === undefined ? null : Number(row) + 2
  }
  return readChecked(name, schema, { read, line })
}

function readChecked<const Schema extends v.GenericSchema>(
  name: string,
  schema: Schema,
  { read, line }: Reader,
): v.InferOutput<Schema> {
  const path = resolve(dataFolder(), name)
  const isOurs = path.startsWith(dataFolder())
  let text: string | null = null
  let content: unknown
  try {
    text = readFileSync(path, 'utf8')
    content = read(text)
  } catch (error) {
    throw failure(
      'bad_reference_data',
      `${withLine(path, text === null ? null : line(text, null))} cannot be read: ${(error as Error).message}`,
      isOurs ? 'restore the file that came with phd' : 'check its name, or correct it',
    )
  }
  const checked = v.safeParse(schema, content)
  if (checked.success) return checked.output
  const [issue] = checked.issues
  const at = v.getDotPath(issue)
  throw failure(
    'bad_reference_data',
    `${withLine(path, line(text, at ?? ''))}, at ${at ?? 'its beginning'}: ${issue.message}`,
    isOurs ? 'correct the file, or restore the one that came with phd' : 'correct the file',
  )
}

function withLine(path: string, line: number | null): string {
  return line === null ? path : `${path}:${line}`
}
