import { runFindingSentence } from '../../app/runs/sentences.ts'
import type { Finding, SourceHealth } from '../../reports/health.ts'
import { seenBy } from '../../terminal/last-seen.ts'
import { plural } from '../../terminal/plural.ts'
import { shellWord } from '../../terminal/shell-word.ts'

interface Sentence {
  message: string
  hint: string | null
}

/** What a finding means, and what to do about it. */
export function findingSentence(finding: Finding, maxAgeDays: number): Sentence {
  switch (finding.code) {
    case 'no_database':
      return {
        message: `no database ${finding.file} yet`,
        hint: 'import the first exports: phd import <accounts.csv> <users.csv> <dashboard.csv>; or use another file with --db',
      }
    case 'database_damaged':
      return {
        message: `${finding.file} is damaged: ${finding.signs.join('; ')}`,
        hint: 'do not write to it: restore a copy from before the damage, or import the exports again into a new one',
      }
    case 'database_readable_by_others':
      return {
        message: `${finding.file} can be read by other users of this machine (mode ${finding.mode})`,
        hint: `remove their access: chmod 600 ${shellWord(finding.file)}`,
      }
    case 'database_sound':
      return { message: 'the database is sound', hint: null }
    case 'audit_broken':
      return {
        message: 'the audit was changed by hand or is damaged',
        hint: 'find the entries: phd audit verify; keep this database as it is, and compare it with a backup',
      }
    case 'recorded_file_missing':
      return missingFileSentence(finding)
    case 'sources_fresh':
      return { message: 'every required source is fresh, and no rejected rows need correction', hint: null }
    case 'names_unlinked':
      return unlinkedSentence(finding)
    case 'run_missing':
    case 'run_failed':
    case 'run_did_not_end':
    case 'log_unreadable':
    case 'log_damaged':
      return runFindingSentence(finding)
    default:
      return ofSource(finding, maxAgeDays)
  }
}

/** What to do about a file that was recorded and is not there depends on what it holds. */
function missingFileSentence({ entry, path, folder, about, waits }: Extract<Finding, { code: 'recorded_file_missing' }>) {
  if (waits) {
    const message = `audit entry ${entry} names ${path}, which is written but not named yet`
    return { message, hint: 'the next command that records something will name it' }
  }
  const [, request, reply] = /^request (\d+): (.+)$/.exec(about) ?? []
  const again =
    request !== undefined
      ? `write it again: phd reply render ${reply} --request ${request} --draft ${shellWord(folder)}`
      : about.startsWith('plan ')
        ? 'export the plan again: phd cam export <plan.json> --out <folder>'
        : `write it again: phd mail route <file> --again --drafts ${shellWord(folder)}`
  return { message: `audit entry ${entry} names ${path}, which was never written`, hint: again }
}

function ofSource({ code, source }: Extract<Finding, { source: SourceHealth }>, maxAgeDays: number): Sentence {
  const { title, from, newest, ageDays, records, stale, gone, goneFrom, setAside } = source
  const old = `${title}: the newest file, ${newest?.file}, is ${plural(ageDays ?? 0, 'day')} old${newest ? ` ${seenBy(newest)}` : ''}`
  switch (code) {
    case 'never_imported':
      return {
        message: `never imported, but answers need it: ${title}`,
        hint: `get it from ${from}, then: phd import <file>`,
      }
    case 'source_stale':
      return {
        message: `${old}; evidence older than ${plural(maxAgeDays, 'day')} does not count`,
        hint: `export it again from ${from}, then: phd import <file>`,
      }
    case 'source_old':
      return {
        message: old,
        hint: `before you rely on it, export it again from ${from}, then: phd import <file>`,
      }
    case 'records_stale':
      return {
        message: `${title}: ${stale} of ${plural(records, 'record')} have not been in any file for more than ${plural(maxAgeDays, 'day')}, although the source is fresh`,
        hint: 'they may have left the exports; find out why, or import one complete export with --snapshot',
      }
    case 'records_gone':
      return {
        message: `${title}: ${plural(gone, 'record is', 'records are')} missing from the newest list, ${goneFrom?.file} (import ${goneFrom?.importId}), and ${gone === 1 ? 'does' : 'do'} not count`,
        hint: 'if one should be there, find out why the list lacks it; if they are gone for good, import a complete export with --snapshot',
      }
    case 'rows_set_aside':
      return {
        message: `${title}: ${plural(setAside?.rows ?? 0, 'rejected row')} not corrected yet, the newest in ${setAside?.file} (import ${setAside?.importId})`,
        hint: 'correct the rows in its rejects file and import that, or import a newer export',
      }
  }
}

function unlinkedSentence({ names, rows }: { names: number; rows: number }) {
  return {
    message: `${plural(rows, 'row')} under ${plural(names, 'name')} ${rows === 1 ? 'belongs' : 'belong'} to no partner`,
    hint: 'list them with the commands that link them: phd partner unlinked',
  }
}
