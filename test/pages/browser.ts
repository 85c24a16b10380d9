import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import puppeteer, { type Browser, type Page as Tab } from 'puppeteer-core'
import { sheetsOf } from './on-paper.ts'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where these tests have to run: there a browser that is missing is a failure. */
export const HAS_TO_RUN: boolean = process.env.PHD_LOOKS === 'required'

/** The Chromium of this machine; null where there is none. */
export const CHROMIUM: string | null =
  [process.env.PHD_CHROMIUM ?? '', ...PLACES].find((path) => path !== '' && existsSync(path)) ?? null

/** Where the pictures of pages go, for a person to look at. */
export const PICTURES: string = process.env.PHD_PICTURES ?? join(tmpdir(), 'phd-pages')

/** Starts the browser; only what is on this machine is there for it. */
export async function startBrowser(): Promise<Browser> {
  if (CHROMIUM === null) throw new Error('no Chromium on this machine: apt-get install chromium, or set PHD_CHROMIUM')
  mkdirSync(PICTURES, { recursive: true })
  return await puppeteer.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    timeout: 120_000,
    protocolTimeout: 170_000,
  })
}

/** How a page can be looked at. */
type Look = 'light' | 'dark' | 'narrow' | 'print'
const LOOKS: readonly Look[] = ['light', 'dark', 'narrow', 'print']

/** Looks at an open page in one of the ways. */
async function look(tab: Tab, how: Look): Promise<void> {
  await tab.setViewport(how === 'narrow' ? { width: 400, height: 800 } : { width: how === 'print' ? 720 : 1200, height: 900 })
  await tab.emulateMediaType(how === 'print' ? 'print' : 'screen')
  await tab.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: how === 'light' || how === 'narrow' ? 'light' : 'dark' },
  ])
}

/** Opens a page as a file; `fetched`: what it asked for as well, `errors`: what its console and dialogs say. */
export async function opened(browser: Browser, name: string, html: string, hasScript = true): Promise<Opened> {
  const path = join(PICTURES, `${name}.html`)
  writeFileSync(path, html)
  const tab = await browser.newPage()
  await tab.setJavaScriptEnabled(hasScript)
  const [fetched, errors]: [string[], string[]] = [[], []]
  tab.on('request', (request) => void (request.url().startsWith(`file://${path}`) || fetched.push(request.url())))
  tab.on('console', (message) => void errors.push(message.text()))
  tab.on('pageerror', (error) => void errors.push(String(error)))
  tab.on('dialog', (dialog) => void errors.push(dialog.message()))
  await tab.goto(`file://${path}`)
  return { tab, fetched, errors }
}

/** A page in the browser. */
interface Opened {
  tab: Tab
  fetched: string[]
  errors: string[]
}

/**
 * All that is wrong with a page, in every look and on both sizes of paper: what keeps people from reading it, what moves it sideways,
 * what it fetches, what paper cuts. Leaves pictures of it.
 */
export async function wrongWith(browser: Browser, name: string, html: string): Promise<string[]> {
  const { tab, fetched, errors } = await opened(browser, name, html)
  const wrong: string[] = []
  for (const how of LOOKS) {
    await look(tab, how)
    for (const barrier of await barriers(tab)) wrong.push(`${how}: ${barrier}`)
    if ((await tab.evaluate('document.documentElement.scrollWidth > innerWidth')) === true) wrong.push(`${how}: moves sideways`)
    await tab.screenshot({ path: join(PICTURES, `${name}-${how}.png`), fullPage: true })
  }
  const rows = (await tab.evaluate(ENDS_OF_ROWS)) as [string, string][]
  for (const format of ['A4', 'Letter'] as const) {
    const { texts, outside } = await sheetsOf(await tab.pdf({ format, path: join(PICTURES, `${name}-${format}.pdf`) }))
    for (const text of outside) wrong.push(`${format}: cut at the edge: ${text}`)
    for (const ends of rows)
      if (!texts.some((text) => ends.every((end) => text.includes(end)))) wrong.push(`${format}: cut: ${ends.join(' … ')}`)
  }
  await tab.close()
  return [...wrong, ...fetched.map((url) => `fetches ${url}`), ...errors]
}

/** The first and the last cell of each row, and each chart from its title to its last text, without blanks; of plain letters alone. */
const ENDS_OF_ROWS = `[
  ...[...document.querySelectorAll('tbody tr')].map((row) => [row.cells[0], row.cells[row.cells.length - 1]]),
  ...[...document.querySelectorAll('figure')].filter((each) => each.querySelector('svg text')).map((each) => [each.querySelector('figcaption'), [...each.querySelectorAll('svg text')].at(-1)]),
].map((ends) => ends.map((end) => end.textContent.replace(/\\s/g, ''))).filter((ends) => ends.every((end) => /^[ -~]*$/.test(end)))`

/** What keeps a page from being read by everyone: each rule that is broken, and where. */
async function barriers(tab: Tab): Promise<string[]> {
  await tab.evaluate(axe.source)
  const result = await tab.evaluate('axe.run(document)')
  const { violations } = result as { violations: { id: string; nodes: { html: string }[] }[] }
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}
