/** A log: lines are added at its end; when it is long, it gets a number and a new one begins. */

import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { failure, PhdError } from '../errors.ts'
import { makeFolders, refuseExposedPlace } from './disk.ts'
import { cannotWrite } from './write-file.ts'

/** How many logs that are full are kept. */
const KEPT = 5
const LINE_END = 10

/** The log and those before it, the newest first. */
export function logFiles(path: string): string[] {
  return [path, ...Array.from({ length: KEPT }, (_, i) => `${path}.${i + 1}`)]
}

/**
 * Adds a line in one write, so that lines of several processes never mix; makes the file (0600, in a folder of 0700) where there is
 * none. What a full disk cut off before stays a line of its own. Gives the length of the file.
 * Throws the refusals `cannot_write`, `not_a_file` (a link, a device), `exposed_folder`, `linked_folder`.
 */
export function appendLine(path: string, line: string): number {
  try {
    refuseExposedPlace(dirname(path))
    makeFolders(dirname(path))
    const there = lstatSync(path, { throwIfNoEntry: false })
    if (there && !there.isFile()) throw notAFile(path)
    const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
    return addTo(openSync(path, O_APPEND | O_CREAT | O_RDWR | O_NOFOLLOW | O_NONBLOCK, 0o600), path, line)
  } catch (error) {
    throw error instanceof PhdError ? error : cannotWrite(path, error)
  }
}

function addTo(fd: number, path: string, line: string): number {
  try {
    const there = fstatSync(fd)
    if (!there.isFile()) throw notAFile(path)
    const bytes = Buffer.from(`${endsCut(fd, there.size) ? '\n' : ''}${line}\n`)
    if (writeSync(fd, bytes) < bytes.length) throw Object.assign(new Error('cut off'), { code: 'ENOSPC' })
    return there.size + bytes.length
  } finally {
    closeSync(fd)
  }
}

function endsCut(fd: number, size: number): boolean {
  const last = Buffer.alloc(1)
  return size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== LINE_END
}

/**
 * Begins a new log if this one has so many bytes: it becomes number 1, and the oldest is removed. Two processes must not do it at once. Throws
 * the refusals `cannot_write`, `not_a_file`.
 */
export function rotateLog(path: string, mostBytes: number): void {
  try {
    if ((lstatSync(path, { throwIfNoEntry: false })?.size ?? 0) < mostBytes) return
    const files = logFiles(path)
    for (const file of files) {
      const there = lstatSync(file, { throwIfNoEntry: false })
      if (there && !there.isFile()) throw notAFile(file)
    }
    for (let i = files.length - 1; i > 0; i--) {
      const [from = '', to = ''] = [files[i - 1], files[i]]
      if (lstatSync(from, { throwIfNoEntry: false })) renameSync(from, to)
    }
  } catch (error) {
    throw error instanceof PhdError ? error : cannotWrite(path, error)
  }
}

function notAFile(path: string): PhdError {
  return failure('not_a_file', `${path} is not a regular file`, 'use another file')
}
