import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import puppeteer, { type Browser, type Page as Tab } from 'puppeteer-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

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
export type Look = 'light' | 'dark' | 'narrow' | 'print'
export const LOOKS: readonly Look[] = ['light', 'dark', 'narrow', 'print']

/** Looks at an open page in one of the ways. */
export async function look(tab: Tab, how: Look): Promise<void> {
  await tab.setViewport(how === 'narrow' ? { width: 400, height: 800 } : { width: how === 'print' ? 720 : 1200, height: 900 })
  await tab.emulateMediaType(how === 'print' ? 'print' : 'screen')
  await tab.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: how === 'light' || how === 'narrow' ? 'light' : 'dark' },
  ])
}

/** What keeps a page from being read by everyone: each rule that is broken, and where. */
export async function barriers(tab: Tab): Promise<string[]> {
  await tab.evaluate(axe.source)
  const result = await tab.evaluate('axe.run(document)')
  const { violations } = result as { violations: { id: string; nodes: { html: string }[] }[] }
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}
