import { describe, expect, it } from 'vitest'
import { readCourses } from '../../src/reference/reference.ts'
import { certificationReport, reportCell, reportColumns } from '../../src/reports/certification-report.ts'

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
  it('are checkboxes from the eighth on', () => {
    expect(columns.map(({ boolean }) => boolean)).toEqual([...Array(7).fill(false), ...Array(8).fill(true)])
  })
  it('keep the export’s heading where no course is named', () => {
    expect(reportColumns({ saVerified: 'Architect' }).slice(10, 12)).toMatchObject([
      { field: 'saVerified', heading: 'Architect' },
      { field: 'salesBadged', heading: 'User: Sales Badged' },
    ])
  })
})

describe('a cell of the report', () => {
  it.each(['True', 'TRUE', 'true', ' true ', 'Yes', '1', 'X', 'x', true])('is X for the checkbox %j', (cell) => {
    expect(reportCell(cell, true)).toBe('X')
  })
  it.each(['False', 'FALSE', 'false', ' no ', '0', '', '  ', false, null])('is empty for the checkbox %j', (cell) => {
    expect(reportCell(cell, true)).toBe('')
  })
  it.each(['maybe', '2', 'N/A', '=TRUE()'])('is nothing for the checkbox %j, which is neither', (cell) => {
    expect(reportCell(cell, true)).toBeNull()
  })
  it.each(['True', 'False', '12 High St\r\nFloor 2', ' a "b" ', 'Zoë', '+49 30 901820', '=1+1', ''])(
    'is the text %j as it was',
    (cell) => {
      expect(reportCell(cell, false)).toBe(cell)
    },
  )
  it('is empty where there is no text', () => {
    expect(reportCell(null, false)).toBe('')
  })
})

describe('the report', () => {
  const texts = ['Ann Lee', 'ann@acme.example', '1 High St\nFloor 2', 'Köln', '', 'Germany', '+49 221 5550100']

  it('has the headings, then the people in their order', () => {
    const report = certificationReport(
      columns,
      [],
      [
        { cells: [...texts, 'True', 'False', 'FALSE', 'TRUE', 'true', '', '0', '1'], extra: [] },
        {
          cells: ['Bo', 'bo@acme.example', null, null, null, null, null, true, false, null, true, false, false, false, true],
          extra: [],
        },
      ],
    )
    expect(report).toEqual([
      HEADINGS,
      [...texts, 'X', '', '', 'X', 'X', '', '', 'X'],
      ['Bo', 'bo@acme.example', '', '', '', '', '', 'X', '', '', 'X', '', '', '', 'X'],
    ])
  })
  it('keeps columns it does not have at its end, untouched', () => {
    const cells = [...texts, ...Array(8).fill('False')]
    const report = certificationReport(columns, ['Badge', 'Region'], [{ cells, extra: ['True', 'EMEA'] }])
    expect(report[0]?.slice(15)).toEqual(['Badge', 'Region'])
    expect(report[1]?.slice(15)).toEqual(['True', 'EMEA'])
  })
  it('made again from itself is the same', () => {
    const once = certificationReport(
      columns,
      [],
      [{ cells: [...texts, ...Array(4).fill('True'), ...Array(4).fill('False')], extra: [] }],
    )
    const again = certificationReport(
      columns,
      [],
      once.slice(1).map((cells) => ({ cells, extra: [] })),
    )
    expect(again).toEqual(once)
  })
  it('of nobody has its headings', () => {
    expect(certificationReport(columns, [], [])).toEqual([HEADINGS])
  })
})
