import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { failure } from '../errors.ts'

/** The folder of the files that people edit; it is beside the program, built or not. */
export function dataFolder(): string {
  for (let folder = import.meta.dirname; ; folder = join(folder, '..')) {
    if (existsSync(join(folder, 'data', 'policies'))) return join(folder, 'data')
    if (folder === join(folder, '..')) throw new Error('phd was installed without its data folder')
  }
}

/** Reads a file of reference data, or one of a user's own by its whole path, and checks its shape. Throws the refusal `bad_reference_data`, naming the place in the file. */
export function readReference<const Schema extends v.GenericSchema>(name: string, schema: Schema): v.InferOutput<Schema> {
  return readData(name, schema, (text) => JSON.parse(text))
}

/** Reads a file of reference data by a function of its own; see {@link readReference}. */
export function readData<const Schema extends v.GenericSchema>(
  name: string,
  schema: Schema,
  read: (text: string) => unknown,
): v.InferOutput<Schema> {
  const path = resolve(dataFolder(), name)
  const isOurs = path.startsWith(dataFolder())
  let content: unknown
  try {
    content = read(readFileSync(path, 'utf8'))
  } catch (error) {
    throw failure(
      'bad_reference_data',
      `${path} cannot be read: ${(error as Error).message}`,
      isOurs ? 'restore the file that came with phd' : 'check its name, or correct it',
    )
  }
  const checked = v.safeParse(schema, content)
  if (checked.success) return checked.output
  const [issue] = checked.issues
  throw failure(
    'bad_reference_data',
    `${path}, at ${v.getDotPath(issue) ?? 'its beginning'}: ${issue.message}`,
    isOurs ? 'correct the file, or restore the one that came with phd' : 'correct the file',
  )
}
