import { transform } from 'esbuild'

/**
 * A program's text in fewer letters, which is read sooner. Names of functions stay, for a trace names them; those within a function do not. Its
 * lines stay short enough for a trace to show one. There is no letter in it that would make the engine keep two bytes for each.
 */
export async function shortened(text: string): Promise<string> {
  const { code } = await transform(text, {
    ...{ minifyWhitespace: true, minifySyntax: true, minifyIdentifiers: true, legalComments: 'none' },
    ...{ target: 'node24', supported: { 'regexp-unicode-property-escapes': true }, platform: 'node', lineLimit: 160 },
  })
  return code.replace(/[^\x00-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** As a function of what Node gives to a module. It is put around here, because to do so when it is read copies all of it. */
export function wrapped(text: string): string {
  return `(function(exports,require,module,__filename,__dirname){${text}\n})`
}
