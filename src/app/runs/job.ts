import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Engine } from '../../store/engine.ts'
import { wordsOf } from '../usage.ts'

/** What a run is, in words and fingerprints that hold nothing of what was typed. */
export interface Job {
  /** The words of the command. */
  command: string
  /** The names of the options that were given, without their values. */
  options: string[]
  /** The same for the same command with the same arguments and options of its own, on the same database. */
  fingerprint: string
}

/** The job that a command line is. */
export function jobOf(command: Command, { place, file }: Pick<Engine, 'place' | 'file'>): Job {
  const words = wordsOf(command)
  const own = givenTo(command)
  const ofAll = command.parent ? parents(command).flatMap(givenTo) : []
  const values = own.map(({ attributeName, long }) => [long, command.getOptionValue(attributeName)])
  // A path is the same job from whatever folder it is named.
  const what = JSON.stringify([words, file ? resolve(place) : place, command.args.map((arg) => resolve(arg)), values])
  return {
    command: words.join(' '),
    options: [...own, ...ofAll].map(({ long }) => long),
    fingerprint: process.getBuiltinModule('node:crypto').createHash('sha256').update(what).digest('hex').slice(0, 16),
  }
}

function parents({ parent }: Command): Command[] {
  return parent ? [parent, ...parents(parent)] : []
}

function givenTo(command: Command): Array<{ long: string; attributeName: string }> {
  return command.options.flatMap((option) => {
    const attributeName = option.attributeName()
    // Of --color and --no-color, only the one that was typed.
    const isGiven =
      command.getOptionValueSource(attributeName) === 'cli' && (!option.negate || command.getOptionValue(attributeName) === false)
    return isGiven && option.long ? [{ long: option.long, attributeName }] : []
  })
}

/** The file of a job's lock. */
export function lockFile(folder: string, fingerprint: string): string {
  return join(folder, `${fingerprint}.lock`)
}
