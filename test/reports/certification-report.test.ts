import { describe, expect, it } from 'vitest'
import { readCourses } from '../../src/reference/reference.ts'
import { certificationReport, joinHeadings, type ReportPerson, reportColumns } from '../../src/reports/certification-report.ts'

const HEADINGS = [
  'User: Full Name',
  'User: Email',
  'User: Mailing Street',
  'User: Mailing City',
  'User: Mailing State',
  'User: Mailing Country',
  'User: Phone',
  'User: Account Activated',
  'User: Display on Partner Locator?',
  'User: Administrative Privileges',
  'Solution Architect Core Training',
  'Sales Core Training',
  'Sales Professional Accreditation',
  'PSE Certified 2020',
  'PSE Certified 2021',
]
const columns = reportColumns(readCourses().courses)

describe('the columns of the report', () => {
  it('are the fifteen of the handbook in its order, five under the name of the course', () => {
    expect(columns.map(({ heading }) => heading)).toEqual(HEADINGS)
  })
  it('keep the export’s heading where no course is named', () => {
    expect(reportColumns({ saVerified: 'Architect' }).slice(10, 12)).toMatchObject([
      { field: 'saVerified', heading: 'Architect' },
      { field: 'salesBadged', heading: 'User: Sales Badged' },
    ])
  })
})

describe('the report', () => {
  const texts = ['Ann Lee', 'ann@acme.example', '1 High St\r\nFloor 2', 'Köln', ' ', 'True', '+49 221 5550100']
  const ann = (held: readonly (boolean | null)[], extra: ReportPerson['extra'] = []): ReportPerson => ({
    values: [...texts, ...held],
    extra,
  })
  const NOTHING = Array<false>(8).fill(false)

  it('has the headings, then the people in their order: text as it was, X for what is held, else nothing', () => {
    const bo = { values: ['Bo', 'bo@acme.example', null, null, null, null, null, ...Array(8).fill(true)], extra: [] }
    expect(certificationReport(columns, [ann([true, false, null, true, true, null, false, true]), bo], [])).toEqual([
      HEADINGS,
      [...texts, 'X', '', '', 'X', 'X', '', '', 'X'],
      ['Bo', 'bo@acme.example', '', '', '', '', '', ...Array(8).fill('X')],
    ])
  })
  it('keeps columns it does not have at its end, each under its heading', () => {
    const people = [
      ann(NOTHING, [
        ['Badge', 'True'],
        ['Region', 'EMEA'],
      ]),
      ann(NOTHING, [['Region', ' APJ ']]),
      ann(NOTHING),
    ]
    expect(certificationReport(columns, people, ['Region', 'Badge']).map((row) => row.slice(15))).toEqual([
      ['Region', 'Badge'],
      ['EMEA', 'True'],
      [' APJ ', ''],
      ['', ''],
    ])
  })
  it('keeps two columns of the same heading apart, in their order', () => {
    const two = [
      ['Note', 'first'],
      ['Note', 'second'],
    ] as const
    const [, both, one] = certificationReport(columns, [ann(NOTHING, two), ann(NOTHING, [['Note', 'only']])], ['Note', 'Note'])
    expect(both?.slice(15)).toEqual(['first', 'second'])
    expect(one?.slice(15)).toEqual(['only', ''])
  })
  it('of nobody has its headings', () => {
    expect(certificationReport(columns, [], [])).toEqual([HEADINGS])
  })
})

describe('the unknown columns of several files', () => {
  it.each([
    [[], []],
    [[['A', 'B']], ['A', 'B']],
    [
      [
        ['A', 'B'],
        ['B', 'C', 'A'],
      ],
      ['A', 'B', 'C'],
    ],
    [
      [['A'], ['A', 'A'], ['A']],
      ['A', 'A'],
    ],
    [
      [
        ['A', 'A'],
        ['B', 'A'],
      ],
      ['A', 'A', 'B'],
    ],
  ])('%j are %j: each as often as the file that has it most', (files, joined) => {
    expect(joinHeadings(files)).toEqual(joined)
  })
})
