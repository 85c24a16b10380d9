/** A folder with a page for each of many things and an index of them. Only pages that phd made are ever replaced. */

import { closeSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '../errors.ts'
import { fileSlug } from './file-slug.ts'
import { cannotWrite } from './write-file.ts'

/** The page that leads to all others. */
export const INDEX = 'index.html'

/** What is in the folder before pages are written to it. */
export interface PageFolder {
  /** Names of wanted pages under which there is a page of the same making. */
  own: string[]
  /** Names of wanted pages under which there is something else. */
  others: string[]
  /** Names of pages of the same making that are not wanted now. */
  leftOver: string[]
}

/**
 * The name of the page about something, by its name and id: letters and digits of both, in lower case. The id makes it the only one,
 * also where a disk does not tell small letters from capitals: the last three characters of an id of 18 differ with the case of the others.
 */
export function pageFile({ id, name }: { id: string; name: string }): string {
  return `${fileSlug(name)}-${fileSlug(id)}.html`
}

/** What of the folder a page begins with that is of the same making. */
const HEAD_BYTES = 512

/** Looks at a folder; one that is not there is empty. `mark`: what pages of the same making have at their beginning. Throws `cannot_write`, `not_a_folder`. */
export function lookAtPages(folder: string, wanted: ReadonlySet<string>, mark: string): PageFolder {
  const found: PageFolder = { own: [], others: [], leftOver: [] }
  for (const name of namesIn(folder)) {
    const lower = name.toLowerCase()
    const isWanted = wanted.has(name) || (wanted.has(lower) && isThere(join(folder, lower)))
    if (!isWanted && !/\.html$/.test(name)) continue
    const isOwn = hasMark(join(folder, name), mark)
    if (isWanted) (isOwn && wanted.has(name) ? found.own : found.others).push(name)
    else if (isOwn) found.leftOver.push(name)
  }
  return found
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    if (code === 'ENOTDIR') throw failure('not_a_folder', `${folder} is not a folder`, 'use another')
    throw cannotWrite(folder, error)
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** Whether a file is a regular one, no link, that begins as pages of this making do. */
function hasMark(path: string, mark: string): boolean {
  try {
    if (!lstatSync(path).isFile()) return false
    const fd = openSync(path, 'r')
    try {
      const head = Buffer.alloc(HEAD_BYTES)
      return head.toString('utf8', 0, readSync(fd, head)).includes(mark)
    } finally {
      closeSync(fd)
    }
  } catch {
    // What cannot be read is not known to be ours.
    return false
  }
}
