/** Headers of a value with parameters (RFC 2045 5.1, RFC 2183). */

const LONGEST_PARAMETERS = 1 << 14

export interface Parameters {
  value: string
  of(name: string): string[]
  /** Whether it has a parameter, in one piece or several (RFC 2231). */
  has(name: string): boolean
}

/** A header of a value with parameters. */
export function parameters(header: string): Parameters {
  const text = header.slice(0, LONGEST_PARAMETERS)
  const [value = ''] = text.split(';', 1)
  const found = [...text.slice(value.length).matchAll(/;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g)].map(
    ([, key = '', quoted, bare]) => ({ key: key.toLowerCase(), value: quoted ?? bare ?? '' }),
  )
  return {
    value: value.trim().toLowerCase(),
    of: (name) => found.flatMap((each) => (each.key === name ? [each.value] : [])),
    has: (name) => found.some(({ key, value: given }) => key.split('*')[0] === name && given !== ''),
  }
}
