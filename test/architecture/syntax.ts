/** The syntax tree of a file, as far as the rules of the house need it. */

/** A node; its other fields depend on its type. */
export interface Node {
  type: string
  start: number
  end: number
  [field: string]: unknown
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

export function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode)
}

/** A node and all that is in it. */
export function* everyNode(node: Node): Iterable<Node> {
  yield node
  for (const child of childrenOf(node)) yield* everyNode(child)
}

/** Nodes that TypeScript adds around an expression. */
const AROUND_AN_EXPRESSION: readonly string[] = [
  ...['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'TSInstantiationExpression'],
  ...['TSParameterProperty', 'TSExportAssignment'],
]

/** Whether nothing of a node is left when the program runs. */
export function isType({ type }: Node): boolean {
  return type.startsWith('TS') && !AROUND_AN_EXPRESSION.includes(type)
}

/** A string, as far as it is known before it runs. */
export function stringOf(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  const quasis = node.type === 'TemplateLiteral' ? (node.quasis as { value: { cooked: string } }[]) : []
  return quasis.length === 1 ? (quasis[0]?.value.cooked ?? null) : null
}

/** What a name or a key says. */
export function nameOf(node: unknown): string | null {
  if (!isNode(node)) return null
  return node.type === 'Identifier' || node.type === 'PrivateIdentifier' ? String(node.name) : stringOf(node)
}

/** What is taken of an object: `write` of `stdout.write` and of `stdout['write']`; null if that is only known when it runs. */
export function memberOf(node: Node): string | null {
  return node.computed ? stringOf(node.property) : nameOf(node.property)
}

/**
 * `process.stdout.write`: a name and what is taken of it; null if it begins with anything but a name. What is global and reached through
 * its object is the same.
 */
export function pathOf(expression: unknown): string | null {
  if (!isNode(expression)) return null
  const node = unwrapped(expression)
  if (node.type === 'Identifier') return String(node.name)
  if (node.type !== 'MemberExpression') return null
  const [of, name] = [pathOf(node.object), memberOf(node)]
  if (of === null || name === null) return null
  return of === 'globalThis' || of === 'global' ? name : `${of}.${name}`
}

/** An expression without what stands around it for the types' sake, or for a chain's. */
export function unwrapped(node: Node): Node {
  const inside = node.type === 'ChainExpression' || AROUND_AN_EXPRESSION.includes(node.type) ? node.expression : null
  return isNode(inside) ? unwrapped(inside) : node
}
