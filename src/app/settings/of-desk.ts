/** The settings that a shared desk decides for everyone: what can change a verdict, or what a file is read as. */

import type { DeskSettings } from '../../store/engine.ts'
import { USUAL } from './usual.ts'

export const OF_DESK = [
  'maxAge',
  'zone',
  'region',
  'dateOrder',
  'decimal',
  'currency',
  'encodings',
  'notUsed',
  'contractedTerritories',
] as const

type OfDesk = (typeof OF_DESK)[number]

/** Whether a shared desk decides a setting. */
export function isOfDesk(key: string): key is OfDesk {
  return (OF_DESK as readonly string[]).includes(key)
}

/** The settings that count at a shared desk: its own, also where it has none of a key, and the rest of a person's. */
export function settingsAtDesk<S extends Readonly<Record<string, unknown>>>(own: S, desk: DeskSettings): S {
  const rest = Object.entries(own).filter(([key]) => !isOfDesk(key))
  return { ...Object.fromEntries(rest), ...desk } as S
}

/** Something that a person has set for themselves, by the name of it. */
interface Own {
  key: string
  value: unknown
  /** What says it: `config.json`, or a variable of the environment. */
  by: string
}

/** What to tell a person whose own settings say something else than the desk, in lines; none where they do not. */
export function notUsedHere(own: readonly Own[], desk: DeskSettings): string[] {
  const others = own.filter(({ key, value }) => JSON.stringify(value) !== JSON.stringify(atDesk(key, desk)))
  if (others.length === 0) return []
  const lines = others.map(({ key, value, by }) => {
    const here = atDesk(key, desk)
    return `  ${key}: here ${here === undefined ? 'not set' : settingText(here)}; ${by} says ${settingText(value)}`
  })
  return ['note: this desk has its own settings, for everyone, and does not use yours:', ...lines]
}

function atDesk(key: string, desk: DeskSettings): unknown {
  if (key === 'maxAge') return desk.maxAge ?? USUAL.maxAge
  return key === 'zone' ? (desk.zone ?? USUAL.zone) : desk[key]
}

/** A value as a person types it: text as it is, an object as JSON on one line; nothing for none. */
export function settingText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
