import { restoreGood } from '../../app/backups/newest-good.ts'
import { sameRulesAgain } from '../../app/desks/same-rules.ts'
import { runFindingSentence } from '../../app/runs/sentences.ts'
import type { Finding, SourceHealth, WaitingPlan } from '../../reports/health.ts'
import { seenBy } from '../../terminal/last-seen.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { DATA_SENTENCES } from './data-sentences.ts'
import { PLACE_SENTENCES } from './place-sentences.ts'
import type { Sentence, SentencesOf } from './sentence.ts'
import { UPKEEP_SENTENCES } from './upkeep-sentences.ts'

/** What a finding means, and what to do about it. */
export function findingSentence(finding: Finding, maxAgeDays: number): Sentence {
  if ('source' in finding) return ofSource(finding, maxAgeDays)
  // The compiler cannot see that a code and its sentence belong together.
  return (SENTENCES[finding.code] as (of: Finding) => Sentence)(finding)
}

const OWN: SentencesOf<Exclude<Finding['code'], OtherCode | SourceCode>> = {
  no_database: ({ file }) => ({
    message: `no database ${file} yet`,
    hint: 'import the first exports: phd import <accounts.csv> <users.csv> <dashboard.csv>; or use another file with --db',
  }),
  database_damaged: ({ file, signs, restorable }) => ({
    message: `${file} is damaged: ${signs.join('; ')}`,
    hint:
      restorable === null
        ? 'do not write to it: restore a backup from before the damage (phd restore), or import the exports again into a new one'
        : restoreGood(restorable),
  }),
  database_readable_by_others: ({ file, mode }) => ({
    message: `${file} can be read by other users of this machine (mode ${mode})`,
    hint: `remove their access: phd doctor --fix, or chmod 600 ${shellWord(file)}`,
  }),
  database_sound: () => ({ message: 'the database is sound', hint: null }),
  desk_rules_same: () => ({ message: 'the desk decides by the rules of this phd', hint: null }),
  desk_rules_differ: ({ rules: { desk, program, newer } }) => ({
    message:
      desk === null
        ? 'the desk was not told yet by which rules it decides, so nothing is decided'
        : `the desk decides by other rules (those of phd ${desk.phd}) than this phd (${program.phd}), which may ask and import, and decides nothing`,
    hint: sameRulesAgain({ newer, phd: desk?.phd ?? null }),
  }),
  desk_answers: () => ({ message: 'the desk answers; its server checks its pages and makes the backups', hint: null }),
  audit_broken: ({ isShared }) => ({
    message: 'the audit was changed by hand or is damaged',
    hint: isShared
      ? 'find the entries: phd audit verify; tell the administrator of the desk, who can compare it with a backup of the server'
      : 'find the entries: phd audit verify; keep this database as it is, and compare it with a backup: phd restore <backup> --to <file>',
  }),
  recorded_file_missing: missingFileSentence,
  sources_fresh: () => ({ message: 'every required source is fresh, and no rejected rows need correction', hint: null }),
  names_unlinked: unlinkedSentence,
  plan_waits: planSentence,
  run_missing: runFindingSentence,
  run_failed: runFindingSentence,
  run_did_not_end: runFindingSentence,
  log_unreadable: runFindingSentence,
  log_damaged: runFindingSentence,
}

const SENTENCES = { ...OWN, ...PLACE_SENTENCES, ...UPKEEP_SENTENCES, ...DATA_SENTENCES }

type OtherCode = keyof typeof PLACE_SENTENCES | keyof typeof UPKEEP_SENTENCES | keyof typeof DATA_SENTENCES
type SourceCode = Extract<Finding, { source: SourceHealth }>['code']

function planSentence({ plan }: { plan: WaitingPlan }): Sentence {
  const { id, exportedAt, exportedBy, waitsFor, changes, of } = plan
  const since = `exported ${showMoment(exportedAt)} by ${exportedBy}`
  const close = `if it was given up: phd cam close ${id} --reason "…"`
  if (waitsFor === 'load') {
    return {
      message: `plan ${id}, ${since}: ${changes} of ${plural(of, 'change')} ${changes === 1 ? 'is' : 'are'} not known to be loaded`,
      hint: `after loading, read the results: phd cam reconcile <results.csv>; ${close}`,
    }
  }
  return {
    message: `plan ${id}, ${since}: ${changes} of ${plural(of, 'change')} ${changes === 1 ? 'was' : 'were'} loaded and not verified`,
    hint: `export the accounts again, import them, then: phd cam verify; ${close}`,
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
        : about.startsWith('rejected rows ')
          ? 'import the file again: phd import <file>'
          : `write it again: phd mail route <file> --again --drafts ${shellWord(folder)}`
  return { message: `audit entry ${entry} names ${path}, which was never written`, hint: again }
}

function ofSource(finding: Extract<Finding, { source: SourceHealth }>, maxAgeDays: number): Sentence {
  const { source } = finding
  const { title, from, newest, ageDays, records, stale, gone, goneFrom, setAside } = source
  const old = `${title}: the newest file, ${newest?.file}, is ${plural(ageDays ?? 0, 'day')} old${newest ? ` ${seenBy(newest)}` : ''}`
  switch (finding.code) {
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
    case 'not_used_imported':
      return {
        message: `${title}: ${newest?.file} was imported (import ${newest?.importId}), but the setting "notUsed" leaves this list out of phd today and phd digest`,
        hint: finding.isShared
          ? 'if the desk uses it after all, its administrator takes it out of the setting: phd desk settings; phd desk set notUsed <the others>, or phd desk unset notUsed'
          : 'if the desk uses it after all, take it out of the setting: phd config get notUsed; phd config set notUsed <the others>, or phd config unset notUsed',
      }
    case 'rows_set_aside':
      return {
        message: `${title}: ${plural(setAside?.rows ?? 0, 'rejected row')} not corrected yet, the newest in ${setAside?.file} (import ${setAside?.importId})`,
        hint: 'correct the rows in its rejects file and import that, or import a newer export',
      }
  }
}

function unlinkedSentence({ names, rows }: { names: number; rows: number }): Sentence {
  return {
    message: `${plural(rows, 'row')} under ${plural(names, 'name')} ${rows === 1 ? 'belongs' : 'belong'} to no partner`,
    hint: 'list them with the commands that link them: phd partner unlinked',
  }
}
