import { explain } from '../../app/failures.ts'
import { IMPORT_HEADINGS, importCells, importJson, importText, writingOptions } from '../../app/import-view.ts'
import type { Failure, PhdError } from '../../errors.ts'
import type { InboxFile, InboxRun } from '../../jobs/inbox.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { shellWord } from '../../terminal/shell-word.ts'

type Left = InboxRun['left'][number]

const WHY: Readonly<Record<Left['why'], string>> = {
  growing: 'still being written; the next run will take it',
  temporary: 'a temporary file of a download, a copy or a spreadsheet',
  symlink: 'a link; phd does not follow links',
  folder: 'a folder',
  not_a_file: 'not a regular file',
  not_reached: 'the run ended first; the next run will take it',
}

/** Prints what became of each file of a drop folder (phd.inbox/1). With `onlyTrouble` a table has only the files that it picks. */
export function inboxView(
  { folder, files, left }: InboxRun,
  onlyTrouble: ((file: InboxFile) => boolean) | null,
  io: Io,
): Rendering {
  return {
    table: () => {
      const parts = (onlyTrouble ? files.filter(onlyTrouble) : files).map((file) => fileText(file, io))
      if (!onlyTrouble && left.length > 0) parts.push(left.map(leftText).join(''))
      if (!onlyTrouble && parts.length === 0) parts.push(`nothing to import in ${safeText(folder)}\n`)
      return io.prose(parts.join('\n'))
    },
    problems: () => (onlyTrouble ? files.filter(onlyTrouble) : []).map((file) => problemLine(file, folder)),
    json: () => ({ schema: 'phd.inbox/1', dir: folder, files: files.map(fileJson), left: left.map(leftJson) }),
    ndjson: () =>
      [...files.map(fileJson), ...left.map(leftJson)].map((line) => ({ schema: 'phd.inbox/1', dir: folder, ...line })),
    csv: () =>
      csvForPeople([
        [...IMPORT_HEADINGS, 'moved_to', 'reason_file'],
        ...files.map(fileCells),
        ...left.map(({ file, why }) =>
          IMPORT_HEADINGS.map((heading) => ({ file, status: 'left', reason: WHY[why] })[heading] ?? ''),
        ),
      ]),
  }
}

/** A person corrects a file and imports it with `phd import`. */
function explained(error: PhdError): Failure {
  return explain(error, (option) => `phd import ${option} <file>`)
}

/** The result as an import prints it; a file that waits is not refused. */
function asImport({ result }: InboxFile): Parameters<typeof importJson>[0] {
  return 'error' in result ? { ...result, error: explained(result.error), status: 'refused', mode: 'merge' } : result
}

function fileJson(file: InboxFile) {
  const { result, movedTo, reasonFile, fault } = file
  const json = importJson(asImport(file))
  const reason = fault ? reasonOf(fault) : json.reason
  return { ...json, status: result.status, movedTo, reasonFile, reason }
}

function reasonOf(fault: PhdError): Pick<Failure, 'code' | 'message' | 'hint'> {
  const { code, message, hint } = explained(fault)
  return { code, message, hint }
}

function leftJson({ file, why }: Left) {
  return { file, status: 'left', why, message: WHY[why] }
}

function fileCells(file: InboxFile): string[] {
  const { status, movedTo, reasonFile, reason } = fileJson(file)
  const own: Readonly<Record<string, string>> = { status, reason: reason?.message ?? '' }
  const cells = importCells(asImport(file)).map((cell, i) => own[IMPORT_HEADINGS[i] ?? ''] ?? cell)
  return [...cells, movedTo ?? '', reasonFile ?? '']
}

function fileText(file: InboxFile, io: Io): string {
  const { result, movedTo, reasonFile, fault } = file
  const lines: string[] = []
  if (result.status === 'waits') {
    const { message, hint } = explained(result.error)
    lines.push(`${io.style('bold', safeText(result.file))}: ${io.style('yellow', 'not imported; the next run will take it')}`)
    lines.push(`  ${safeText(message)}`, ...(hint === null ? [] : [`  next: ${safeText(hint)}`]))
  } else lines.push(importText(asImport(file), io, []).trimEnd())
  if (movedTo !== null) lines.push(`  moved to ${safeText(movedTo)}${reasonFile === null ? '' : `; see ${safeText(reasonFile)}`}`)
  if (fault) {
    const { message, hint } = explained(fault)
    lines.push(`  ${io.style('red', safeText(message))}`, ...(hint ? [`  next: ${safeText(hint)}`] : []))
  }
  return `${lines.join('\n')}\n`
}

/** What is wrong with a file, in one line for cron. */
function problemLine(file: InboxFile, folder: string): string {
  const { result, movedTo, reasonFile, fault } = file
  const place = reasonFile ?? movedTo
  const see = place === null ? '' : `; see ${folder}/${place}`
  if (fault) return `${result.file}: ${explained(fault).message}`
  if ('error' in result) {
    const what = result.status === 'waits' ? 'not imported, the next run will take it' : 'refused'
    return `${result.file}: ${what}: ${explained(result.error).message}${see}`
  }
  return `${result.file}: ${plural(result.counts.rejected, 'row')} of ${grouped(result.counts.read)} rejected${see}`
}

function leftText({ file, why }: Left): string {
  return `skipped: ${safeText(file)}: ${WHY[why]}\n`
}

/** The note beside a file in `failed/`: what happened, and what to do next; plain text for any editor. */
export function reasonText({ file, result, movedTo }: InboxFile, at: string): string {
  const name = safeText(file)
  const when = showMoment(at)
  if ('error' in result) {
    const { message, hint } = explained(result.error)
    return lines(
      `${name} was refused (${when}): nothing in it was imported.`,
      '',
      `What happened: ${safeText(message)}`,
      ...(hint === null ? [] : [`What to do next: ${safeText(hint)}`]),
      '',
      `The file is next to this note, with the time in its name. Correct it or export it again, then put it into the drop folder under`,
      `its own name, ${name}; or import it yourself with phd import. After that, delete this note and the file next to it.`,
    )
  }
  const { counts, problems, rejects } = result
  const writing = writingOptions(result)
  const more = counts.rejected - new Set(problems.map(({ line }) => line)).size
  const number = result.importId === null ? '' : ` (import ${result.importId})`
  return lines(
    `${plural(counts.rejected, 'row')} of ${name} rejected (${when}). The other ${grouped(counts.read - counts.rejected)} of ${grouped(counts.read)} were imported${number}.`,
    '',
    ...problems.map(({ line, column, message }) => `Line ${line}${column ? `, ${safeText(column)}` : ''}: ${safeText(message)}`),
    ...(more > 0 ? [`And ${plural(more, 'more rejected row')}; the rejects file has them all.`] : []),
    '',
    `What to do next: correct the rows in ${safeText(rejects?.split('/').at(-1) ?? '')}, next to this note; its last column says what is wrong.`,
    writing.length > 0
      ? `Then import that file yourself, saying how it is written: phd import ${writing.join(' ')} ${safeText(shellWord(rejects?.split('/').at(-1) ?? ''))}.`
      : 'Then put that file into the drop folder.',
    `The whole export is in ${safeText(movedTo ?? file)}. After that, delete this note.`,
  )
}

function lines(...text: readonly string[]): string {
  return text.map((line) => `${line}\n`).join('')
}
