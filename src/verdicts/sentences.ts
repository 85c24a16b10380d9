/** A verdict in words. Its codes become sentences in the files beside this one, and nowhere else. */

import { shortSentence } from './check-sentences.ts'
import { type Headline, headlineOf } from './headline.ts'
import { letterMissing, letterNotes, letterSteps } from './letter-sentences.ts'
import { licenseMissing, licenseNotes, licenseSection, licenseSteps } from './license-sentences.ts'
import { uncheckedLimit } from './license-words.ts'
import { recordNotes } from './request-sentences.ts'
import type { Missing, Note } from './shared-sentences.ts'
import { standingMissing, standingNotes, standingSection, standingSteps, standingWhy } from './standing-sentences.ts'
import type { AnyVerdict } from './verdict.ts'

export interface VerdictSentences {
  headline: Headline
  /** Why it is not a plain yes, in a few words, for a list. */
  why: string
  /** What only one rule answers. */
  section: { title: string; lines: readonly string[] } | null
  missing: readonly Missing[]
  notes: readonly Note[]
  nextSteps: readonly string[]
}

/** All sentences of a verdict; each is made when it is asked for, since a list or a document needs a few of them only. */
export function sentencesOf(verdict: AnyVerdict): VerdictSentences {
  return {
    get headline() {
      return headlineOf(verdict)
    },
    get why() {
      return whyOf(verdict)
    },
    get section() {
      return sectionOf(verdict)
    },
    get missing() {
      return missingOf(verdict)
    },
    get notes() {
      return notesOf(verdict)
    },
    get nextSteps() {
      return stepsOf(verdict)
    },
  }
}

/** Why it is not a plain yes, in a few words, for a list. */
export function whyOf(verdict: AnyVerdict): string {
  return whyInShort(verdict, notesOf(verdict))
}

function sectionOf(verdict: AnyVerdict): VerdictSentences['section'] {
  if (verdict.question === 'authorized') return standingSection(verdict)
  return verdict.question === 'loa' ? null : licenseSection(verdict)
}

/** What the partner lacks. */
export function missingOf(verdict: AnyVerdict): Missing[] {
  if (verdict.question === 'authorized') return standingMissing(verdict)
  return verdict.question === 'loa' ? letterMissing(verdict) : licenseMissing(verdict)
}

/** What else a person should know. */
export function notesOf(verdict: AnyVerdict): Note[] {
  return [...ownNotes(verdict), ...recordNotes(verdict)]
}

function ownNotes(verdict: AnyVerdict): Note[] {
  if (verdict.question === 'authorized') return standingNotes(verdict)
  return verdict.question === 'loa' ? letterNotes(verdict) : licenseNotes(verdict)
}

function stepsOf(verdict: AnyVerdict): string[] {
  if (verdict.question === 'authorized') return standingSteps(verdict)
  return verdict.question === 'loa' ? letterSteps(verdict) : licenseSteps(verdict)
}

function whyInShort(verdict: AnyVerdict, notes: readonly Note[]): string {
  if (verdict.question === 'authorized') return standingWhy(verdict, notes)
  const limit = verdict.question === 'nfr' && verdict.decision === 'eligible' ? uncheckedLimit(verdict) : null
  return [...notes.map(({ short }) => short), ...verdict.checks.map((check) => shortSentence(check, verdict)), limit?.short]
    .filter(Boolean)
    .join('; ')
}
