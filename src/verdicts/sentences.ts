/** Puts a verdict into words: the one place where its codes become sentences. */

import { type Headline, headlineOf } from './headline.ts'
import { letterMissing, letterNotes, letterSteps } from './letter-sentences.ts'
import { licenseMissing, licenseNotes, licenseSection, licenseSteps } from './license-sentences.ts'
import { recordNotes } from './request-sentences.ts'
import type { Missing, Note } from './shared-sentences.ts'
import type { PartnerVerdict } from './verdict.ts'

export interface VerdictSentences {
  headline: Headline
  /** What only one rule answers. */
  section: { title: string; lines: readonly string[] } | null
  missing: readonly Missing[]
  notes: readonly Note[]
  nextSteps: readonly string[]
}

export function sentencesOf(verdict: PartnerVerdict): VerdictSentences {
  const headline = headlineOf(verdict)
  const onRecord = recordNotes(verdict)
  if (verdict.question === 'loa') {
    const [missing, notes, nextSteps] = [letterMissing(verdict), letterNotes(verdict), letterSteps(verdict)]
    return { headline, section: null, missing, notes: [...notes, ...onRecord], nextSteps }
  }
  const [missing, notes, nextSteps] = [licenseMissing(verdict), licenseNotes(verdict), licenseSteps(verdict)]
  return { headline, section: licenseSection(verdict), missing, notes: [...notes, ...onRecord], nextSteps }
}
