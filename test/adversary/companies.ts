import type { Dice } from './dice.ts'
import type { Alias, Label, Name } from './model.ts'
import { formOtherThan, formsOf, idOf, idsOfCase, named, SIGNED, spelled, wordsOf } from './names.ts'

/** An account of a group, and how rows of other sources say that they are of it, or of one like it. */
export interface Party {
  id: string
  name: Name
  type: string
  labels: Label[]
}

/** Companies that are generated together, for their names or ids have to do with each other. */
export interface Group {
  traps: string[]
  parties: Party[]
  aliases: Omit<Alias, 'group'>[]
}

type Maker = (dice: Dice, number: number) => Omit<Group, 'traps'>

const group = (...parties: Party[]): Omit<Group, 'traps'> => ({ parties, aliases: [] })
const partner = (id: string, name: Name, ...labels: Label[]): Party => ({ id, name, type: 'Partner', labels })
const by = (name: Name, id: string | null = null): Label => ({ id, name })
/** An id as another source prints it: 15 characters or 18. */
const printed = (dice: Dice, id: string): string => (dice.chance(0.5) ? id.slice(0, 15) : id)

/** A name with a legal form, and its parts. */
function companyOf(dice: Dice, number: number): { core: string; words: string; name: Name; bare: Name; other: Name } {
  const words = wordsOf(dice, number)
  const core = String(number)
  const form = formOtherThan(dice, null)
  return {
    core,
    words,
    name: named(core, words, form),
    bare: named(core, words, null),
    other: named(core, words, formOtherThan(dice, form)),
  }
}

/** The adversities of names and ids: domain rules, "Finding the partner". The plain case has no name. */
export const COMPANIES: Readonly<Record<string, Maker>> = {
  '': (dice, number) => {
    const { name } = companyOf(dice, number)
    return group(partner(idOf(number), name, by(name)))
  },
  'row with the id': (dice, number) => {
    const { name } = companyOf(dice, number)
    const id = idOf(number)
    return group(partner(id, name, by(name, printed(dice, id))))
  },
  'name: another spelling': (dice, number) => {
    const { name } = companyOf(dice, number)
    return group(partner(idOf(number), name, by(spelled(dice, name))))
  },
  'name: row without legal form': (dice, number) => {
    const { name, bare } = companyOf(dice, number)
    return group(partner(idOf(number), name, by(bare)))
  },
  'name: account without legal form': (dice, number) => {
    const { name, bare } = companyOf(dice, number)
    return group(partner(idOf(number), bare, by(name)))
  },
  'name: the legal form in other words': (dice, number) => {
    const words = wordsOf(dice, number)
    const [short = null, long = null] = formsOf(dice.pick(['Inc.', 'Ltd', 'Corp.']))
    const of = (form: typeof short): Name => named(String(number), words, form)
    return group(partner(idOf(number), of(short), by(of(long))))
  },
  'name: letters that look like it': (dice, number) => {
    const words = `Cobalt Labs ${number}`
    const name = named(String(number), words, formOtherThan(dice, null))
    const alike = { ...name, core: `${number} alike`, text: name.text.replace('o', '\u043e').replace('a', '\u0430') }
    return group(partner(idOf(number), name, by(alike)))
  },
  'name: one word more': (dice, number) => {
    const { name } = companyOf(dice, number)
    const more = dice.pick([
      (text: string) => `${text} Berlin`,
      (text: string) => `${text} (US)`,
      (text: string) => `New ${text}`,
    ])
    return group(partner(idOf(number), name, by({ ...name, core: `${number} more`, text: more(name.text) })))
  },
  'twin: a row of another legal form': (dice, number) => {
    const { name, other } = companyOf(dice, number)
    const both = dice.chance(0.4) ? [by(name)] : []
    return group(partner(idOf(number), name, by(other), ...both))
  },
  'twin: two accounts, both have rows': (dice, number) => {
    const { name, other } = companyOf(dice, number)
    return group(partner(idOf(number), name, by(name)), partner(idOf(number, '1'), other, by(other)))
  },
  'twin: two accounts, one has rows': (dice, number) => {
    const { name, other } = companyOf(dice, number)
    return group(partner(idOf(number), name, by(name)), partner(idOf(number, '1'), other))
  },
  'twin: two accounts and a row without legal form': (dice, number) => {
    const { name, other, bare } = companyOf(dice, number)
    const own = dice.chance(0.3) ? [by(name)] : []
    return group(partner(idOf(number), name, by(bare), ...own), partner(idOf(number, '1'), other))
  },
  'twin: an account without legal form beside one with': (dice, number) => {
    const { name, bare, other } = companyOf(dice, number)
    const label = dice.pick([name, bare, other])
    return group(partner(idOf(number), name, by(label)), partner(idOf(number, '1'), bare))
  },
  'twin: the id with another legal form': (dice, number) => {
    const { name, other } = companyOf(dice, number)
    const id = idOf(number)
    return group(partner(id, name, by(other, printed(dice, id))))
  },
  'twin: the id of one, the name of the other': (dice, number) => {
    const { name, other } = companyOf(dice, number)
    const id = idOf(number)
    return group(partner(id, name, by(other, printed(dice, id))), partner(idOf(number, '1'), other))
  },
  'several partners of one name': (dice, number) => {
    const { name } = companyOf(dice, number)
    const [first, second] = [idOf(number), idOf(number, '1')]
    const label = dice.chance(0.5) ? by(name) : by(name, printed(dice, first))
    return group(partner(first, name, label), partner(second, name))
  },
  'names that differ by a sign': (dice, number) => {
    const names = dice.pick(SIGNED).map((words) => named(`${number} ${words}`, `${words} ${number}`, null))
    const silent = dice.int(0, names.length - 1)
    return group(
      ...names.map((name, i) => partner(idOf(number, String(i)), name, ...(i === silent && dice.chance(0.7) ? [] : [by(name)]))),
    )
  },
  'id and name of two partners': (dice, number) => {
    const [one, two] = [companyOf(dice, number), companyOf(dice, number + 1)]
    const [first, second] = [idOf(number), idOf(number + 1)]
    const own = dice.chance(0.3) ? [by(two.name)] : []
    return group(partner(first, one.name, by(two.name, printed(dice, first))), partner(second, two.name, ...own))
  },
  'id of a partner, a name of nobody': (dice, number) => {
    const [one, two] = [companyOf(dice, number), companyOf(dice, number + 1)]
    const id = idOf(number)
    return group(partner(id, one.name, by(two.name, printed(dice, id))))
  },
  'id of nobody, the name of a partner': (dice, number) => {
    const { name } = companyOf(dice, number)
    return group(partner(idOf(number), name, by(name, printed(dice, idOf(number, 'z')))))
  },
  'ids that differ in case alone': (dice, number) => {
    const [one, two] = [companyOf(dice, number), companyOf(dice, number + 1)]
    const [first, second] = idsOfCase(number)
    const mixed = dice.chance(0.5)
    return group(
      partner(first, one.name, by(one.name, printed(dice, mixed ? second : first))),
      partner(second, two.name, ...(mixed ? [] : [by(two.name, printed(dice, second))])),
    )
  },
  'customer of the same name': (dice, number) => {
    const { name } = companyOf(dice, number)
    const [id, customer] = [idOf(number), idOf(number, '1')]
    const label = dice.chance(0.6) ? by(name) : by(name, printed(dice, dice.pick([id, customer])))
    return group(partner(id, name, label), { ...partner(customer, name), type: 'Customer' })
  },
  'customer of another legal form': (dice, number) => {
    const { name, other, bare } = companyOf(dice, number)
    const label = dice.pick([name, other, bare])
    return group(partner(idOf(number), name, by(label)), { ...partner(idOf(number, '1'), other), type: 'Customer' })
  },
  'account without a type': (dice, number) => {
    const { name } = companyOf(dice, number)
    return group({ ...partner(idOf(number), name, by(name)), type: '' })
  },
  alias: (dice, number) => {
    const [one, two] = [companyOf(dice, number), companyOf(dice, number + 1)]
    const account = idOf(number)
    const name = dice.pick([two.name, one.other])
    const party = partner(account, one.name, by(name), ...(dice.chance(0.3) ? [by(one.name)] : []))
    return { parties: [party], aliases: [{ text: name.text, account }] }
  },
}

/** Adversities that take a command of their own for each company, so that a desk has few of them. */
export const COSTLY: ReadonlySet<string> = new Set(['alias'])
