/** What a run over many files or rows needs. */

import { statSync } from 'node:fs'
import type { Engine } from '../store/engine.ts'

/** Runs that end by themselves when they are asked to, and were not asked yet. */
const listening = new Set<AbortController>()

/** Whether a run is under way that a signal will end in an orderly way. */
export function stopsByItself(): boolean {
  return [...listening].some(({ signal }) => !signal.aborted)
}

/** A signal that Ctrl-C, or the system asking the program to end, sets; the second time ends the process at once. */
export function stopOnSignal(): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController()
  listening.add(controller)
  const stop = (): void => controller.abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, stop)
  return {
    signal: controller.signal,
    dispose: () => {
      listening.delete(controller)
      for (const signal of signals) process.removeListener(signal, stop)
    },
  }
}

/**
 * Keeps the engine from giving ever more room to young values. Over a million rows, some of which it keeps for long-lived ones, it
 * would end up with twice the memory and be no faster.
 */
export function keepMemoryFlat(): void {
  // Loaded here, because most commands never need it.
  process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1')
}

/** A database of so many bytes has some thousands of partners. */
const BIG = 16 << 20
/** Room for young values, in bytes, where each row leaves much behind. */
const ROOM = 16 << 20
/** At most so many lists of 8 KB are made for that: another engine may count its room in another way. */
const MOST_OUTLIVING = 2000

/**
 * Readies the engine to go through all partners of a big database. Young values get their room at once, and it stays the same: with as
 * little as at the start, the engine would clean up hundreds of times. Code is compiled by the quicker compiler only: what the thorough one gains later, it
 * takes beside the run.
 */
export function readyForAll({ engine: { file } }: { engine: Engine }): void {
  if (file && (statSync(file.path, { throwIfNoEntry: false })?.size ?? 0) < BIG) return
  const { setFlagsFromString, getHeapSpaceStatistics } = process.getBuiltinModule('node:v8')
  const room = (): number => getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')?.space_size ?? ROOM
  // The engine gives more room only when much outlives a cleaning up; then all of it at once.
  setFlagsFromString('--semi-space-growth-factor=4')
  const outliving: number[][] = []
  while (room() < ROOM && outliving.length < MOST_OUTLIVING)
    for (let i = 0; i < 16; i++) outliving.push(new Array<number>(1000).fill(0))
  keepMemoryFlat()
  setFlagsFromString('--no-turbofan')
}
