/** The password file, ~/.pgpass: a line for each `host:port:database:user:password`, the first that matches counts. */

/** Whom a password is for, as the file names it. */
export interface PasswordFor {
  host: string
  port: number
  database: string
  user: string
}

/** The password of the first line that matches; null where none does. */
export function passwordIn(text: string, { host, port, database, user }: PasswordFor): string | null {
  const wanted = [host, String(port), database, user]
  for (const line of text.split(/\r?\n/)) {
    const fields = fieldsOf(line)
    const password = fields[wanted.length]
    if (password !== undefined && wanted.every((value, i) => fields[i]?.raw === '*' || fields[i]?.plain === value))
      return password.plain === '' ? null : password.plain
  }
  return null
}

/** The fields of a line; a backslash takes the character after it as it is. */
function fieldsOf(line: string): { raw: string; plain: string }[] {
  return [...line.matchAll(/((?:\\.|[^:\\]|\\$)*)(?::|$)/gs)].map(([, raw = '']) => ({
    raw,
    plain: raw.replaceAll(/\\(.)/gs, '$1'),
  }))
}
