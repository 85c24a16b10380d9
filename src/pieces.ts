/**
 * Reads the pieces of the program as the code that an earlier run compiled. Node's own cache keeps what is compiled when a file is read, which
 * is next to nothing: functions are compiled when they are first called. This one keeps those too.
 */

import {
  closeSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs'
import { Module } from 'node:module'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'

interface Piece {
  filename: string
  script: Script
  /** Its place in the cache. */
  kept: string
  /** The commands that the kept code has the functions of, one per line. */
  commands: string
  /** Whether there is kept code that the engine did not take. */
  isRefused: boolean
}

/** Before the code: a checksum of all that follows it, and the commands the code is of, padded with blanks to where code may begin. */
const HEAD = 4096
const SUM = 8
/** After so many milliseconds the engine may have thrown code away that was not needed for a while. */
const LONG = 5000
const MONTH = 30 * 86_400_000

/**
 * A `require` of the pieces in a folder. What a run compiled is kept in the folder `wanted` as it ends, if nothing is kept of such a command yet;
 * where that is null, or another user may write there, nothing is kept.
 */
export function requireOfPieces(folder: string, wanted: string | null, commandRun: () => string): NodeJS.Require {
  const cache = wanted !== null && mayBelieve(wanted) ? wanted : null
  const pieces: Piece[] = []
  const outside = Module.createRequire(join(folder, 'pieces.cjs'))
  const requireFrom = (from: string): NodeJS.Require =>
    Object.assign((name: string): unknown => (name.startsWith('.') ? read(join(from, name)) : outside(name)), outside)
  const read = (file: string): unknown => {
    const known = outside.cache[file]
    if (known) return known.exports
    const module = new Module(file)
    module.filename = file
    outside.cache[file] = module
    const piece = compiled(file, cache && join(cache, file.slice(folder.length + 1).replaceAll(/[\\/]/g, '-')))
    if (piece.kept) pieces.push(piece)
    const run = piece.script.runInThisContext() as (...parts: unknown[]) => void
    run(module.exports, requireFrom(dirname(file)), module, file, dirname(file))
    module.loaded = true
    return module.exports
  }
  if (cache) process.once('exit', () => keepAll(cache, pieces, commandRun()))
  return requireFrom(folder)
}

/** Whether kept code from a folder may be run. The engine checks nothing of it: whoever writes there could have this user run anything. */
function mayBelieve(folder: string): boolean {
  try {
    const there = lstatSync(folder, { throwIfNoEntry: false })
    if (!there || !process.getuid) return true
    return there.isDirectory() && there.uid === process.getuid() && (there.mode & 0o022) === 0
  } catch {
    return false
  }
}

function compiled(filename: string, kept: string | null): Piece {
  const code = kept === null ? null : readKept(kept)
  // Every piece is written in ASCII, as a function.
  const script = new Script(readFileSync(filename, 'latin1'), { filename, ...(code && { cachedData: code.subarray(HEAD) }) })
  const isRefused = code !== null && script.cachedDataRejected === true
  const commands = code && !isRefused ? code.toString('latin1', SUM, HEAD).trimEnd() : ''
  return { filename, script, kept: kept ?? '', commands, isRefused }
}

/** What was kept, if it is as this user wrote it: of damaged code the engine dies, or does something else. */
function readKept(file: string): Buffer | null {
  try {
    const opened = openSync(file, 'r')
    try {
      const kept = isOwn(fstatSync(opened)) ? readFileSync(opened) : null
      return kept && kept.toString('latin1', 0, SUM) === sumOf(kept) ? kept : null
    } finally {
      closeSync(opened)
    }
  } catch {
    return null
  }
}

function sumOf(kept: Buffer): string {
  const { crc32 } = process.getBuiltinModule('node:zlib')
  return crc32(kept.subarray(SUM)).toString(16).padStart(SUM, '0')
}

/** No other user could have put it there. */
function isOwn({ uid, mode }: Stats): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0)
}

/** Keeps the code of pieces that lacks what a command needs. It costs nothing but time where that fails. */
function keepAll(cache: string, pieces: readonly Piece[], command: string): void {
  const lacking = pieces.filter((piece) => !hasCodeOf(piece, command) && SUM + piece.commands.length + command.length < HEAD)
  if (lacking.length === 0 || performance.now() > LONG) return
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  try {
    makeRoom(cache)
    // A long run sets these (app/long-run.ts). The engine takes no code that was kept under other flags than its own.
    setFlagsFromString('--semi-space-growth-factor=2')
    setFlagsFromString('--turbofan')
    for (const piece of lacking) {
      // Read after that, it was refused for the flags alone.
      if (piece.isRefused && hasCodeOf(compiled(piece.filename, piece.kept), command)) continue
      keep(piece, command)
    }
  } catch {
    // A full disk, or a folder that cannot be written.
  }
}

function hasCodeOf({ commands }: Piece, command: string): boolean {
  return commands.split('\n').includes(command)
}

/** The engine believes the code that it is given: it is on the disk, whole, before it has its name. */
function keep({ script, kept, commands }: Piece, command: string): void {
  const partial = `${kept}.${process.pid}`
  const head = `${' '.repeat(SUM)}${commands}${commands && '\n'}${command}`.padEnd(HEAD)
  const code = Buffer.concat([Buffer.from(head, 'latin1'), script.createCachedData()])
  code.write(sumOf(code), 'latin1')
  try {
    const file = openSync(partial, 'wx', 0o600)
    try {
      for (let at = 0; at < code.length; ) at += writeSync(file, code, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(partial, kept)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
}

/** Makes the folder of this build's code. The code of a build for which nothing was kept in a month is likely of no more use. */
function makeRoom(cache: string): void {
  if (mkdirSync(cache, { recursive: true, mode: 0o700 }) === undefined) {
    if (!isOwn(statSync(cache))) throw new Error('the folder of another user')
    return
  }
  const folder = dirname(cache)
  for (const each of readdirSync(folder).map((name) => join(folder, name))) {
    if (statSync(each).mtimeMs < Date.now() - MONTH) rmSync(each, { recursive: true, force: true })
  }
}
