import { describe, expect, it } from 'vitest'
import { NONE_UNLINKED, UnlinkedCount } from '../../src/scorecards/linked-rows.ts'
import { leftOutOf, leftOutWords, sourceParts, sourcesOf } from '../../src/scorecards/sources.ts'
import type { RowSource } from '../../src/store/store.ts'

const list = { file: 'certs.csv', lastSeenAt: '2026-11-18T09:00:00Z', isOld: false }
const whole = { kind: 'certifications', title: 'certifications', list, unlinked: NONE_UNLINKED, gone: 0, rejected: null }
const unlinked = new UnlinkedCount()
for (let line = 2; line < 9; line++) unlinked.add({ source: { file: 'certs.csv', line } as RowSource }, 'nobody')

describe('what a page rests on', () => {
  it('is each imported list with its age, and the command that makes it again', () => {
    const parts = sourceParts({
      sources: sourcesOf([whole, { ...whole, list: null }]),
      leftOut: [],
      rules: ['regions 2025'],
      command: 'phd scorecard region EMEA',
      now: '2026-11-20T09:00:00Z',
    })
    expect(parts).toEqual([
      { kind: 'heading', text: 'What this rests on' },
      expect.objectContaining({ rows: [['certifications', 'certs.csv', '2026-11-18', '2 days old']] }),
      {
        kind: 'list',
        items: ['rules: regions 2025', 'made at 2026-11-20 09:00 UTC; make it again:', { command: 'phd scorecard region EMEA' }],
      },
    ])
  })
  it.each([
    [
      { list: null },
      [
        'certifications: never imported, so what they say is not known; where to get them: phd import --kinds --kind certifications',
      ],
    ],
    [{ list: { ...list, isOld: true } }, ['certifications: too old to rely on; export them again']],
    [
      { gone: 2, rejected: { rows: 1, file: 'certs.csv' } },
      [
        'certifications: 2 rows not counted, because the newest list, certs.csv, no longer has them',
        'certifications: 1 row of certs.csv was rejected: correct and import it',
      ],
    ],
    [
      { unlinked },
      [
        'certifications: 7 rows without a certain partner, not counted (certs.csv, line 2: no account has this name; certs.csv, line 3: no account has this name; certs.csv, line 4: no account has this name; certs.csv, line 5: no account has this name; certs.csv, line 6: no account has this name; and 2 more); see: phd partner unlinked',
      ],
    ],
    [{}, []],
  ])('tells what does not count: case %#', (facts, sentences) => {
    expect(leftOutOf([{ ...whole, ...facts }]).map(leftOutWords)).toEqual(sentences)
  })
})
