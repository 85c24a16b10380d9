/** A verdict in words. Its codes become sentences in the files beside this one, and nowhere else. */

import { shortSentence } from './check-sentences.ts'
import { type Headline, headlineOf } from './headline.ts'
import { letterMissing, letterNotes, letterSteps } from './letter-sentences.ts'
import { licenseMissing, licenseNotes, licenseSection, licenseSteps } from './license-sentences.ts'
import { uncheckedLimit } from './license-words.ts'
import { recordNotes } from './request-sentences.ts'
import type { Missing, Note } from './shared-sentences.ts'
import { standingMissing, standingNotes, standingSection, standingSteps, standingWhy } from './standing-sentences.ts'
import type { AnyVerdict, LetterVerdict, LicenseVerdict, StandingVerdict } from './verdict.ts'

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

/** All sentences of a verdict. */
export function sentencesOf(verdict: AnyVerdict): VerdictSentences {
  const own = ownOf(verdict)
  const notes = [...own.notes, ...recordNotes(verdict)]
  return { ...own, headline: headlineOf(verdict), why: whyInShort(verdict, notes), notes }
}

function ownOf(verdict: AnyVerdict) {
  if (verdict.question === 'authorized') return ofStanding(verdict)
  return verdict.question === 'loa' ? ofLetter(verdict) : ofLicense(verdict)
}

function ofStanding(verdict: StandingVerdict) {
  return {
    section: standingSection(verdict),
    missing: standingMissing(verdict),
    notes: standingNotes(verdict),
    nextSteps: standingSteps(verdict),
  }
}

function ofLetter(verdict: LetterVerdict) {
  return { section: null, missing: letterMissing(verdict), notes: letterNotes(verdict), nextSteps: letterSteps(verdict) }
}

function ofLicense(verdict: LicenseVerdict) {
  return {
    section: licenseSection(verdict),
    missing: licenseMissing(verdict),
    notes: licenseNotes(verdict),
    nextSteps: licenseSteps(verdict),
  }
}

function whyInShort(verdict: AnyVerdict, notes: readonly Note[]): string {
  if (verdict.question === 'authorized') return standingWhy(verdict, notes)
  const limit = verdict.question === 'nfr' && verdict.decision === 'eligible' ? uncheckedLimit(verdict) : null
  return [...notes.map(({ short }) => short), ...verdict.checks.map((check) => shortSentence(check, verdict)), limit?.short]
    .filter(Boolean)
    .join('; ')
}
