import type { DataFinding } from '../../reports/health/data.ts'
import type { UnknownWord, WordEffect, WordFinding } from '../../reports/health/words.ts'
import { plural } from '../../terminal/plural.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { named, type SentencesOf } from './sentence.ts'

const EFFECT: Readonly<Record<WordEffect, string>> = {
  never_eligible: 'a partner with another status than Authorized is never eligible',
  track_unknown: 'a partner whose track no rule names gets no license, and no owner by track',
  owner_unknown: 'the owner of such an account needs review',
  requirements_unknown: 'no one can tell whether such a partner meets the requirements',
  deal_unknown: 'who acts next on such a registration is unknown',
  deal_program_unknown: 'such a registration belongs to no program, and never counts as approved',
  lead_unknown: 'no one can tell whether such a lead may be recalled',
  lead_owner_unknown: 'no one can tell whether such a lead may be recalled',
}

/** How many words a message itself names. */
const WORDS_IN_MESSAGE = 3

function rowsOf({ word, rows }: UnknownWord): string {
  return `"${word}" (${plural(rows, 'row')})`
}

/** What to say of the files that phd answers by, and of words that none of them has. */
export const DATA_SENTENCES: SentencesOf<(DataFinding | WordFinding)['code']> = {
  data_changed: ({ changed, added }) => {
    const files = [...changed, ...added.map((file) => `${file} (new)`)]
    return {
      message: `${plural(files.length, 'file')} in data/ ${files.length === 1 ? 'differs' : 'differ'} from what came with phd; answers follow ${files.length === 1 ? 'it' : 'them'}`,
      details: named(files),
      hint: 'note why, because a new version of phd replaces data/; replies and answers of your own belong in ~/.config/phd',
    }
  },
  data_missing: ({ files }) => ({
    message: `${plural(files.length, 'file')} that came with phd ${files.length === 1 ? 'is' : 'are'} missing in data/: ${named(files).join(', ')}`,
    hint: 'install phd again, or put the files back',
  }),
  data_unreadable: ({ message, hint }) => ({ message, hint }),
  own_files: ({ of, names, replaces }) => {
    const own = of === 'reply' ? plural(names.length, 'reply', 'replies') : plural(names.length, 'answer')
    return {
      message: replaces
        ? `${own} of your own ${names.length === 1 ? 'goes' : 'go'} before those that came with phd: ${named(names).join(', ')}`
        : `${own} of your own: ${named(names).join(', ')}`,
      hint: replaces ? 'after an update of phd, compare them with the new ones' : null,
    }
  },
  table_replaced: ({ table: { title, file, importId, shipped } }) => ({
    message: `${title}: ${file} (import ${importId}) counts, and differs from the table that came with this phd`,
    hint: `keep it if it is yours; to use the one that came with phd: phd import ${shellWord(shipped)}`,
  }),
  calendar_ends: ({ region, last, shipped }) => ({
    message:
      last === null
        ? 'the calendar has no closed days that hold everywhere'
        : `the calendar has no closed days after ${last}${region === null ? '' : ` for ${region}`}; later due dates count every weekday`,
    hint:
      shipped === null
        ? 'add the days to your calendar and import it again: phd import <calendar.csv>'
        : `copy it (cp ${shellWord(shipped)} calendar.csv), add the closed days of the next year, then: phd import calendar.csv`,
  }),
  region_unknown: ({ region }) => ({
    message: `the setting "region" is "${region}", and the calendar has no days of it: only days that hold everywhere count`,
    hint: 'correct the region, or add its days to the calendar and import it: phd import <calendar.csv>',
  }),
  rule_ends: ({ rule, title, version, to }) => ({
    message: `the rule for ${title} (version ${version}) ends on ${to}, and none follows it`,
    hint: `see: phd policy show ${rule}; get a newer phd, or add a version to data/policies`,
  }),
  rule_missing: ({ rule, title, today }) => ({
    message: `no rule for ${title} is in force on ${today}: such questions cannot be answered`,
    hint: `see: phd policy list; get a newer phd, or add a version of "${rule}" to data/policies`,
  }),
  words_unknown: ({ field: { title, heading, effect, knownIn, words } }) => {
    const first = words.slice(0, WORDS_IN_MESSAGE).map(rowsOf).join(', ')
    const more = words.length > WORDS_IN_MESSAGE ? ` and ${words.length - WORDS_IN_MESSAGE} more` : ''
    return {
      message: `${title}: ${heading} has ${plural(words.length, 'word')} that no rule knows: ${first}${more}; ${EFFECT[effect]}`,
      details: named(
        words.map((word) => `${rowsOf(word)}: ${word.source.file} line ${word.source.line} (import ${word.source.importId})`),
      ),
      hint: `check the export; a word that is right belongs in ${knownIn}`,
    }
  },
}
