/** A whole desk from one seed: what is true, and the files that the systems print of it. */

import { Dice } from '../adversary/dice.ts'
import { makePartners } from './companies.ts'
import { dealFiles, makeDeals, makeRates, ratesFile } from './deals.ts'
import { accountsFile, certificationFiles, portalFiles } from './files.ts'
import {
  exceptionsFile,
  makeExceptions,
  makePsp,
  makeRegistrations,
  makeVouchers,
  pspFile,
  registrationsFile,
  voucherFiles,
} from './lists.ts'
import type { TruePerson, World, WorldFile } from './model.ts'
import { makePeople, makeRows } from './people.ts'

/** Days on which a desk is asked: in the middle of a quarter, on its first and last day, on a leap day. */
const DAYS = ['2026-11-20', '2027-01-31', '2027-02-01', '2028-02-29', '2026-04-30'] as const

/** Currencies of the deals: one, several, and some cells without. */
const CURRENCIES = [['USD', 'EUR'], ['USD', 'EUR', 'JPY', null], ['EUR', 'GBP', 'JPY'], ['USD']] as const

/**
 * What is true follows from the seed; how the files print it follows from a second one, so that one desk can be printed in many ways.
 */
export function makeWorld(seed: number, size = 12, print = seed): World {
  const truth = makeTruth(seed, size)
  return { ...truth, files: filesOf(truth, new Dice(print)) }
}

type Truth = Omit<World, 'files'>

function makeTruth(seed: number, size: number): Truth {
  const dice = new Dice(seed)
  const day = DAYS[seed % DAYS.length] ?? DAYS[0]
  const partners = makePartners(dice, size)
  const hasPortal = seed % 4 !== 3
  const people = makePeople(dice, day, partners).map((person) => (hasPortal ? person : { ...person, now: 'never' as const }))
  const rows = makeRows(dice, day, people, partners, seed % 3 !== 0)
  const currencies = CURRENCIES[seed % CURRENCIES.length] ?? ['USD']
  const deals = makeDeals(dice, day, partners, currencies)
  const rates = seed % 2 === 0 ? makeRates(dice, day, currencies) : []
  const registrations = makeRegistrations(dice, deals, day)
  const vouchers = makeVouchers(dice, day, partners)
  const psp = makePsp(dice, day, partners)
  const exceptions = makeExceptions(dice, day, partners, currencies)
  return { seed, day, partners, people, rows, deals, rates, registrations, vouchers, psp, exceptions, hasPortal }
}

function filesOf(truth: Truth, dice: Dice): WorldFile[] {
  const { day, partners, people, rows, deals, rates, registrations, vouchers, psp, exceptions, hasPortal } = truth
  const holds = (person: TruePerson, badge: string): boolean =>
    rows.some(
      (row) =>
        row.person === person &&
        row.fate === 'counts' &&
        row.badge.badge === badge &&
        row.earned <= day &&
        (row.expires === null || row.expires >= day),
    )
  return [
    accountsFile(dice, day, partners),
    ...(hasPortal ? portalFiles(dice, day, people, holds) : []),
    ...certificationFiles(dice, day, rows),
    ...dealFiles(dice, day, deals),
    ...(rates.length > 0 ? [ratesFile(day, rates)] : []),
    registrationsFile(dice, day, registrations),
    ...voucherFiles(dice, day, vouchers),
    pspFile(day, psp),
    exceptionsFile(dice, day, exceptions),
  ]
}
