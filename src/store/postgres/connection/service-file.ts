import { failure, usageError } from '../../../errors.ts'
import { type Settings, settingsFrom } from './parameters.ts'

/** A service file. `exposed`: others than its owner can read it. */
export interface ServiceFile {
  path: string
  text: string
  exposed: boolean
}

/**
 * What the first of these files that has the service says about it. Throws `usage` where none has it or a line cannot be read, and
 * `passwords_exposed` where it has a password that others can read.
 */
export function settingsOfService(name: string, files: readonly ServiceFile[]): Settings {
  for (const file of files) {
    const pairs = section(name, file)
    if (pairs === null) continue
    if (file.exposed && pairs.some(([parameter]) => parameter === 'password')) throw passwordsExposed(file.path)
    return settingsFrom(pairs, file.path)
  }
  const where =
    files.length === 0 ? 'there is no service file' : `${files.map(({ path }) => path).join(' and ')} lack this service`
  throw usageError(`unknown service: ${where}`, 'check its name, and the file: ~/.pg_service.conf, or where PGSERVICEFILE says')
}

/** The lines of a service, each a name and a value; the first of a name counts. Null where the file lacks the service. */
function section(name: string, { path, text }: ServiceFile): [string, string][] | null {
  let found: Map<string, string> | null = null
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    if (line.startsWith('[')) {
      if (found) break
      if (line.startsWith(`[${name}]`)) found = new Map()
      continue
    }
    if (!found) continue
    const [, parameter, value = ''] = /^([^=\s]+)=(.*)$/.exec(line) ?? []
    if (parameter === undefined || parameter === 'service')
      throw usageError(`${path}:${i + 1} cannot be read`, 'write each line as name=value, without blanks around the =')
    if (!found.has(parameter)) found.set(parameter, value)
  }
  return found && [...found]
}

/** The failure `passwords_exposed`, for a file that others can read. */
export function passwordsExposed(path: string): Error {
  return failure('passwords_exposed', `others can read the passwords in ${path}`, { chmod: { mode: '600', path } })
}
