/** A folder of source as a parser of the language reads it: what every file imports, uses and says, and how long it is. */

import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync } from 'oxc-parser'
import { childrenOf, everyNode, isNode, isType, memberOf, type Node, nameOf, pathOf, stringOf, unwrapped } from './syntax.ts'

export interface Import {
  line: number
  /** The imported file by its path below the folder, else a package as it is named; {@link COMPUTED}: known only when it runs. */
  to: string
  /** Nothing of it is left when the program runs. */
  typesOnly: boolean
  /** It loads when it is reached, as `import()` does. */
  dynamic: boolean
}

/** Something at a place: a name that is used, a text that is written. */
export interface Found {
  line: number
  text: string
}

/** A function that other files can import. */
interface ExportedFunction {
  line: number
  name: string
  /** Whether a doc comment stands right above it. */
  isDocumented: boolean
}

interface FunctionFound {
  line: number
  name: string
  lines: number
}

export interface SourceFile {
  /** Below the folder: `commands/cam/command.ts`. */
  path: string
  lines: number
  imports: readonly Import[]
  /**
   * The names that are used outside types, with what is taken of them: `process.stdout.write`, `Date.now`, `fetch`. A method of
   * anything is `.prepare()`, the clock `new Date()`.
   */
  uses: readonly Found[]
  /** The strings, and what stands around the values in templates. */
  texts: readonly Found[]
  functions: readonly FunctionFound[]
  exported: readonly ExportedFunction[]
}

export const COMPUTED = '(a path worked out when it runs)'

/** Reads every file of a folder. */
export function readHouse(folder: string): SourceFile[] {
  const paths = globSync('**/*.ts', { cwd: folder }).map((path) => path.replaceAll('\\', '/'))
  return house(Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')])))
}

/** Reads files from memory: their paths, and what is in them. */
export function house(sources: Readonly<Record<string, string>>): SourceFile[] {
  return Object.entries(sources)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, source]) => readSource(path, source))
}

function readSource(path: string, source: string): SourceFile {
  const { program, comments, errors } = parseSync(path, source)
  if (errors[0]) throw new Error(`${path} cannot be parsed: ${errors[0].message}`)
  const begins = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)]
  const lineAt: LineAt = (offset) => begins.findLastIndex((begin) => begin <= offset) + 1
  const tree = program as unknown as Node
  const reader = new Reader(lineAt)
  reader.read(tree)
  const { uses, texts, functions } = reader
  const docs = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'))
  const isDocumented = (offset: number): boolean =>
    docs.some(({ end }) => end <= offset && /^\n?[ \t]*$/.test(source.slice(end, offset)))
  return {
    path,
    lines: source.trimEnd().split('\n').length,
    imports: importsOf(path, tree, lineAt),
    ...{ uses, texts, functions },
    exported: exportedFunctions(tree, lineAt, isDocumented),
  }
}

type LineAt = (offset: number) => number

/** The functions that are exported where they are made: declared, or kept in a constant. */
function exportedFunctions(tree: Node, lineAt: LineAt, isDocumented: (offset: number) => boolean): ExportedFunction[] {
  const statements = (tree.body as Node[]).filter(({ type }) => /^Export(?:Named|Default)Declaration$/.test(type))
  return statements.flatMap((node, i): ExportedFunction[] => {
    const { declaration } = node
    if (!isNode(declaration)) return []
    const made = declaration.type === 'VariableDeclaration' ? (declaration.declarations as Node[]) : [declaration]
    // The forms of an overloaded function share the comment of the first.
    const before = statements[i - 1]?.declaration
    return made.flatMap((each): ExportedFunction[] => {
      const isFunction = /^(?:TSDeclareFunction|FunctionDeclaration|ArrowFunctionExpression|FunctionExpression)$/
      if (!isFunction.test(isNode(each.init) ? unwrapped(each.init).type : each.type)) return []
      // The type of a constant says what it takes and gives.
      if (isNode(each.id) && isNode(each.id.typeAnnotation)) return []
      const name = nameOf(each.id) ?? 'the default'
      if (isNode(before) && before.type === 'TSDeclareFunction' && nameOf(before.id) === name) return []
      return [{ line: lineAt(node.start), name, isDocumented: isDocumented(node.start) }]
    })
  })
}

/** All forms of an import: static ones, those of an export, `import()`, those in types, and what Node loads by name. */
function importsOf(path: string, tree: Node, lineAt: LineAt): Import[] {
  const found: Import[] = []
  for (const node of everyNode(tree)) {
    const add = (source: unknown, typesOnly: boolean, dynamic = false): void => {
      const named = stringOf(source)
      const to = named === null ? COMPUTED : /^\.\.?(?:\/|$)/.test(named) ? posix.join(posix.dirname(path), named) : named
      found.push({ line: lineAt(node.start), to, typesOnly, dynamic })
    }
    if (node.type === 'ImportDeclaration') add(node.source, isTypesOnly(node, 'importKind'))
    else if (node.type === 'ExportAllDeclaration') add(node.source, node.exportKind === 'type')
    else if (node.type === 'ExportNamedDeclaration' && isNode(node.source)) add(node.source, isTypesOnly(node, 'exportKind'))
    else if (node.type === 'ImportExpression') add(node.source, false, true)
    else if (node.type === 'TSImportType') add(node.source, true)
    else if (node.type === 'TSImportEqualsDeclaration' && isNode(node.moduleReference)) {
      if (isNode(node.moduleReference.expression)) add(node.moduleReference.expression, node.importKind === 'type')
    } else if (node.type === 'CallExpression' && LOADS_BY_NAME.test(pathOf(node.callee) ?? ''))
      add((node.arguments as Node[])[0], false, true)
  }
  return found.sort((a, b) => a.line - b.line)
}

const LOADS_BY_NAME = /^(?:require|process\.getBuiltinModule)$/

/** `import type`, or `import { type A, type B }`. */
function isTypesOnly(node: Node, kind: 'importKind' | 'exportKind'): boolean {
  const specifiers = node.specifiers as Node[]
  return node[kind] === 'type' || (specifiers.length > 0 && specifiers.every((each) => each[kind] === 'type'))
}

/** What a function would be called that stands at a place, and where it would begin. */
interface Place {
  name: string | null
  start: number
}

/** Reads what is left of a file when it runs. */
class Reader {
  readonly uses: Found[] = []
  readonly texts: Found[] = []
  readonly functions: FunctionFound[] = []
  readonly #lineAt: LineAt
  /** What is read in its own way, by the type of its node. */
  readonly #ways: Readonly<Record<string, (node: Node) => void>> = {
    ImportDeclaration: () => {},
    ExportAllDeclaration: () => {},
    ExportNamedDeclaration: (node) => this.#readChild(node.declaration),
    Literal: (node) => this.#addText(node, node.value),
    TemplateElement: (node) => this.#addText(node, (node.value as { raw: string }).raw),
    Identifier: (node) => this.#use(node, String(node.name)),
    MemberExpression: (node) => this.#readMember(node),
    VariableDeclarator: (node) => this.#readDeclarator(node),
    CallExpression: (node) => this.#readCall(node),
    NewExpression: (node) => this.#readCall(node),
    Property: (node) => this.#readKeyed(node),
    PropertyDefinition: (node) => this.#readKeyed(node),
    MethodDefinition: (node) => this.#readKeyed(node),
    AccessorProperty: (node) => this.#readKeyed(node),
    LabeledStatement: (node) => this.#readChild(node.body),
    BreakStatement: () => {},
    ContinueStatement: () => {},
    MetaProperty: () => {},
  }

  constructor(lineAt: LineAt) {
    this.#lineAt = lineAt
  }

  read(node: Node, place: Place = { name: null, start: node.start }): void {
    if (isType(node)) return
    if (node.type.includes('Function')) this.#addFunction(node, place)
    const way = this.#ways[node.type]
    if (way) way(node)
    else for (const child of childrenOf(node)) this.read(child)
  }

  /** A key does not use a name, unless it is computed. */
  #readKeyed(node: Node): void {
    if (node.computed) this.#readChild(node.key)
    this.#readChild(node.value, { name: nameOf(node.key), start: node.start })
  }

  /** `const { stdout } = process` uses `process.stdout`. */
  #readDeclarator(node: Node): void {
    const { id, init } = node
    const path = pathOf(init)
    const properties = isNode(id) && id.type === 'ObjectPattern' ? (id.properties as Node[]) : []
    const keys = properties.map((each) => (each.type === 'Property' ? nameOf(each.key) : null))
    if (path === null || keys.length === 0 || keys.includes(null)) {
      this.#readChild(init, { name: nameOf(id), start: node.start })
    } else for (const key of keys) this.#use(node, `${path}.${key}`)
    this.#readChild(id)
  }

  #readMember(node: Node): void {
    const path = pathOf(node)
    if (path !== null) this.#use(node, path)
    else {
      this.#readChild(node.object)
      if (node.computed) this.#readChild(node.property)
    }
  }

  #readCall(node: Node): void {
    const callee = unwrapped(node.callee as Node)
    const given = node.arguments as Node[]
    const path = pathOf(callee)
    const method = callee.type === 'MemberExpression' ? memberOf(callee) : null
    if (path === 'Date' && given.length === 0) this.#use(node, node.type === 'NewExpression' ? 'new Date()' : 'Date()')
    if (method !== null) this.#use(node, `.${method}()`)
    this.#readChild(callee)
    const called = path ?? method
    for (const each of given) this.#readChild(each, { name: called && `what is given to ${called}`, start: each.start })
  }

  #readChild(value: unknown, place?: Place): void {
    if (isNode(value)) this.read(value, place)
  }

  #addText(node: Node, text: unknown): void {
    if (typeof text === 'string') this.texts.push({ line: this.#lineAt(node.start), text })
  }

  #addFunction(node: Node, { name, start }: Place): void {
    const line = this.#lineAt(start)
    const named = nameOf(node.id) ?? name ?? 'a function without a name'
    if (isNode(node.body)) this.functions.push({ line, name: named, lines: this.#lineAt(node.end) - line + 1 })
  }

  #use(node: Node, text: string): void {
    this.uses.push({ line: this.#lineAt(node.start), text })
  }
}
