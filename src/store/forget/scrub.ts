/** Takes a person out of text: the address, the keys made of it, and, where it is surely this person, the name. */

import { KEY_MARK } from '../../records/key.ts'
import { foldName } from '../../records/name.ts'

/** What is looked for, and what stands in its place. */
export class Scrub {
  readonly id: string
  readonly address: string
  /** The address as it is in the dictionary of names, and in keys that are made of names. */
  readonly folded: string
  readonly #address: RegExp
  readonly #keys = new Map<string, string>()
  /** The keys that were given, each with its kind before it, and the one that it replaces. */
  readonly #given = new Map<string, string>()
  readonly #names = new Set<string>()
  /** The imports that had opened the versions which were changed, or which repeat what these said. */
  readonly openers = new Set<number>()

  constructor(address: string, id: string) {
    this.address = address
    this.id = id
    // Not within a longer address. What stands before it in quotes, in braces or behind a "?email=" belongs to none.
    this.#address = new RegExp(
      `(?<![\\p{L}\\p{N}][.+_'-]*)${literal(address)}(?![\\p{L}\\p{N}]|(?:-[\\p{L}\\p{N}-]*)?\\.[\\p{L}\\p{N}])`,
      'giu',
    )
    this.folded = foldName(address).folded
  }

  get names(): ReadonlySet<string> {
    return this.#names
  }

  /**
   * Learns the key that takes the place of one that is made of the person, and gives it: the one that is wanted, or, where another record
   * of the kind has that by now, one with a number. An address that a team shares is of several people.
   */
  newKey(kind: string, before: string, wanted: string): string {
    const isTaken = (key: string): boolean => (this.#given.get(`${kind} ${key}`) ?? before) !== before
    let after = wanted
    for (let count = 2; isTaken(after); count++) after = `${wanted}${KEY_MARK}${count}`
    this.#given.set(`${kind} ${after}`, before)
    this.#keys.set(before, after)
    return after
  }

  /** One word may be anything, so only a name of two is looked for in text. */
  addName(name: string | null): void {
    const plain = name?.trim() ?? ''
    if (/\S\s+\S/.test(plain)) this.#names.add(plain)
  }

  /** A text without the address; with the name taken out too, where it is this person's. */
  text(text: string, withName: boolean): string {
    const own = this.#keys.get(text) ?? text.replace(this.#address, this.id)
    return withName ? [...this.#names].reduce((rest, name) => rest.replace(nameIn(name), this.id), own) : own
  }

  /** The key of a record that may be made of the address: as it is, or folded as a name is. */
  key(key: string): string {
    const parts = (): string[] => key.split(KEY_MARK).map((part) => (part === this.folded ? foldName(this.id).folded : part))
    return this.#keys.get(key) ?? this.text(parts().join(KEY_MARK), false)
  }

  /**
   * What LIKE finds the names by in any letters, among others that only hasName tells from them: an engine knows the case of ASCII only, and
   * to one of them a backslash is a sign of its own.
   */
  get likeNames(): string[] {
    return [...this.#names].map((name) => `%${name.replace(/[^\0-\x7f]|\\/gu, '_')}%`)
  }

  hasName(text: string): boolean {
    return [...this.#names].some((name) => nameIn(name).test(text))
  }

  /** The same through a value of JSON. */
  json(value: unknown, withName: boolean): unknown {
    if (typeof value === 'string') return this.text(value, withName)
    if (Array.isArray(value)) return value.map((each) => this.json(each, withName))
    if (typeof value !== 'object' || value === null) return value
    const ofOther = isOther(value, this.address)
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => {
        const mayBeOther = typeof each === 'string' && (PARTNER.test(name) || (ofOther && NAME.test(name)))
        return [this.text(name, withName), this.json(each, withName && !mayBeOther)]
      }),
    )
  }

  /** Learns the name that stands beside the address in an object, as of a requester. */
  learn(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    const own = Object.values(value)
    const isPerson = own.some((each) => typeof each === 'string' && each.trim().toLowerCase() === this.address)
    const { name, fullName } = value as { name?: unknown; fullName?: unknown }
    if (isPerson) for (const each of [name, fullName]) if (typeof each === 'string') this.addName(each)
    for (const each of own) {
      const [, before, address] = typeof each === 'string' ? (/^"?([^"<]*)"?\s*<([^>]*)>$/.exec(each.trim()) ?? []) : []
      if (address?.trim().toLowerCase() === this.address) this.addName(before ?? null)
      this.learn(each)
    }
  }
}

/** What names of persons, addresses and partners are called in an entry. A partner may be named for a person, and stays the partner. */
const NAME = /^(?:name|fullName|requester|requester_name|person|owner)$/
const ADDRESS = /^(?:address|email|requester_email|requesterEmail|ownerEmail)$/
const PARTNER = /^partner/i

/** Whether an object has the address of someone else, who may have the same name. */
function isOther(value: object, address: string): boolean {
  return Object.entries(value).some(
    ([name, each]) =>
      ADDRESS.test(name) && typeof each === 'string' && each.includes('@') && each.trim().toLowerCase() !== address,
  )
}

function nameIn(name: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal(name)}(?![\\p{L}\\p{N}])`, 'giu')
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
