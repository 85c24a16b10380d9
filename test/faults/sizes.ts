/**
 * How much the tests of faults do. `npm test` runs a share of it that a change can wait for; `npm run torture` (PHD_TORTURE=1) runs the
 * figures that are promised.
 */
export const torture = process.env.PHD_TORTURE === '1'

const FIGURES = {
  /** Histories of imports and undoings that are compared with the model. */
  histories: [300, 10_000],
  /** Kills of an import over an earlier state, of a first import, of a migration, and of an undo. */
  kills: [50, 1_000],
  /** Kills of each command that records files, in the windows between writing, recording and naming them. */
  windowKills: [6, 200],
  /** Rows of the import that is killed. */
  killedRows: [200_000, 200_000],
  /** Bytes that are flipped, and lengths that a database is cut to. */
  flips: [60, 1_000],
  cuts: [10, 200],
  /** Sizes at which there is no room left. */
  fullAt: [8, 60],
  /** Kills of each command at a desk on a server, those at a moment of what both say, stops of that server, and connections that are cut. */
  serverKills: [2, 100],
  serverHalts: [1, 100],
  serverStops: [1, 100],
  serverCuts: [2, 100],
  /** Seconds that writers and readers run side by side. */
  mixedSeconds: [4, 60],
} as const satisfies Record<string, readonly [number, number]>

export function figure(name: keyof typeof FIGURES): number {
  return FIGURES[name][torture ? 1 : 0]
}

/** The seed of this run, printed so that it can be repeated: PHD_SEED=… */
export const seed = Number(process.env.PHD_SEED ?? Math.floor(Math.random() * 2 ** 31))

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
export function randomFrom(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
