import type { Page, PageCell, PageChart } from '../../src/terminal/page.ts'

const LONG = `${'Nordwind Beteiligungs- und Verwaltungsgesellschaft '.repeat(4)}mbH`.slice(0, 200)
const UNBROKEN = 'W'.repeat(200)

/** Names as files have them, at their worst. */
export const NAMES: readonly string[] = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  'שלום חברה בע״מ',
  'شركة الاختبار المحدودة',
  '株式会社テストパートナーズ東日本営業本部第一課',
  '🚀 Rocket 👩‍👩‍👧 & "Sons" \'Ltd\'',
  '\u202egnp.exe\u0000\u001b[31m',
  LONG,
  UNBROKEN,
]

const QUARTERS = ['FY26-Q1', 'FY26-Q2', 'FY26-Q3', 'FY26-Q4', 'FY27-Q1', 'FY27-Q2', 'FY27-Q3', 'FY27-Q4']

/** Charts of every form, with what may stand in them. */
export const CHARTS: readonly PageChart[] = [
  {
    ...{ kind: 'chart', id: 'held', form: 'columns', axis: 'Quarter', unit: 'people' },
    title: 'Held by quarter',
    description: 'Badges held at the end of each quarter; the first two quarters are not known.',
    categories: QUARTERS,
    series: [
      { name: 'Sales', values: [null, null, 4, 7, 12, 12, 18, 23] },
      { name: 'Solution Architect', values: [null, 0, 1, 2, 2, null, 5, 4] },
      { name: 'Professional Services Engineer', values: [0, 0, 0, 1, 1, 1, 3, 3] },
    ],
  },
  {
    ...{ kind: 'chart', id: 'change', form: 'columns', axis: 'Quarter', unit: 'people' },
    title: 'Change by quarter',
    description: 'Gained less lapsed.',
    categories: QUARTERS,
    series: [{ name: 'Change', values: [3, -2, 0, 5, -7, 1, null, 2] }],
  },
  {
    ...{ kind: 'chart', id: 'money', form: 'stacked', axis: 'Quarter', unit: 'USD' },
    title: 'Won by role',
    description: 'Each role apart.',
    categories: QUARTERS,
    series: [
      { name: 'Resale', values: [1_250_000, 800_000.5, 0, 99_999.99, 2_000_000, null, 1_000_000, 750_000] },
      { name: 'Sourced', values: [250_000, 300_000, 100_000, 0, 0, 400_000, 600_000, 50_000] },
      { name: 'Influence', values: [-50_000, 0, 20_000, 0, 0, 100_000, 0, -125_000] },
    ],
  },
  {
    ...{ kind: 'chart', id: 'lines', form: 'lines', axis: 'Quarter', unit: 'deals' },
    title: 'Deals by quarter',
    description: 'Won, lost and open.',
    categories: QUARTERS,
    series: [
      { name: 'Won', values: [1, 2, null, 4, 6, 5, 8, 9] },
      { name: 'Lost', values: [2, 1, null, 1, 3, null, 2, 1] },
      { name: 'Open', values: [5, 4, null, 6, 7, 9, 12, 4] },
      { name: 'Registered', values: [7, 8, null, 8, 9, 11, 13, 14] },
    ],
  },
  {
    ...{ kind: 'chart', id: 'partners', form: 'bars', axis: 'Partner', unit: 'badges' },
    title: 'Badges by partner',
    description: 'The partners with the most first.',
    categories: NAMES,
    series: [{ name: 'Badges', values: [120, 80, 44, 12, 3, 0, -4, null] }],
  },
  {
    ...{ kind: 'chart', id: 'names', form: 'columns', axis: 'Partner', unit: NAMES[0] ?? '' },
    title: `Names <b>that</b> have no room: ${NAMES[4]}`,
    description: `With what a file may hold: ${NAMES[0]}`,
    categories: NAMES,
    series: NAMES.map((name, i) => ({ name, values: NAMES.map((_, at) => (i * at * 7) % 11) })),
  },
  {
    ...{ kind: 'chart', id: 'none', form: 'columns', unit: 'people', categories: [], series: [] },
    title: 'Nothing to draw',
    description: 'A list without rows.',
  },
  {
    ...{
      kind: 'chart',
      id: 'unknown',
      form: 'lines',
      unit: 'people',
      categories: ['FY27-Q3'],
      series: [{ name: 'A', values: [null] }],
    },
    title: 'Nothing known',
    description: 'A list that was never imported.',
  },
]

/** Rows with text, exact numbers, days and commands. */
function rowsOf(count: number): PageCell[][] {
  return Array.from({ length: count }, (_, i): PageCell[] => [
    `Row ${i + 1} of ${NAMES[i % NAMES.length]}`,
    i % 7 === 0
      ? 'not known'
      : { text: `USD ${(i * 137) % 90},0${10 + (i % 90)}.50`, number: `${(i * 137) % 90}0${10 + (i % 90)}.50` },
    `2026-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`,
    { text: String((i * 31) % 17), number: String((i * 31) % 17) },
    { command: `phd partner show ${1000 + i}` },
  ])
}

/** A page with every part and every kind of chart. */
export const HOSTILE: Page = {
  title: `Scorecard: ${NAMES[0]}`,
  parts: [
    { kind: 'text', text: 'The list of certifications is 40 days old.', isWarning: true },
    { kind: 'text', text: `${NAMES[1]} meets the requirement of Open, and lacks one Solution Architect for Select.` },
    {
      kind: 'figures',
      figures: [
        { label: 'Held', value: '23', change: '+5 since FY27-Q3', href: 'rows behind' },
        { label: 'Expiring in 90 days', value: '4', change: '' },
        { label: NAMES[6] ?? '', value: NAMES[5] ?? '', change: NAMES[7] ?? '', href: 'not there' },
        { label: 'Net ARR', value: 'USD 1,234,567.89', change: '-12%', href: 'main' },
      ],
    },
    { kind: 'heading', text: 'By quarter' },
    ...CHARTS,
    { kind: 'heading', text: 'Partners' },
    {
      ...{ kind: 'table', id: 'main', caption: 'All partners, those with the most first' },
      headings: ['Name', { text: 'Net ARR', isNumber: true }, 'Expires', { text: 'Badges', isNumber: true }, 'Look'],
      rows: rowsOf(24),
    },
    { kind: 'heading', text: 'Who must do what' },
    { kind: 'list', items: ['Ann Lee: renew the letter', { command: 'phd mail draft --to "ann"' }, NAMES[7] ?? ''] },
    {
      ...{ kind: 'table', id: 'rows behind', caption: 'Rows behind "held"', isFolded: true },
      headings: ['Name', { text: 'Amount', isNumber: true }, 'Day', { text: 'Count', isNumber: true }, 'Look'],
      rows: rowsOf(48).map(([name, ...rest]) => [`Folded ${typeof name === 'string' ? name : ''}`, ...rest]),
    },
    { kind: 'table', caption: 'A list without rows', headings: ['Name'], rows: [] },
    { kind: 'heading', text: 'What this rests on' },
    {
      ...{ kind: 'table', caption: 'Lists, and how old they are', headings: ['List', 'File', 'Last seen'] },
      rows: [['certifications', NAMES[0] ?? '', '2026-11-20']],
    },
    { kind: 'list', items: [{ command: 'phd scorecard "Cobalt Labs" --quarter FY27-Q4' }] },
  ],
}
