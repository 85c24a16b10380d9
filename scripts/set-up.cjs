/**
 * Installs what `package-lock.json` names, unless just that is installed already: so each command of the README works by itself on a
 * fresh clone, and the second one does not install again. Kept to what every Node understands, for the Node that phd needs is among the
 * packages.
 */

const { spawnSync } = require('node:child_process')
const { readFileSync } = require('node:fs')
const { delimiter, join } = require('node:path')

const root = join(__dirname, '..')

/** The packages of a list of npm's by their places; none where it is not there. */
function packagesOf(...path) {
  try {
    return JSON.parse(readFileSync(join(root, ...path), 'utf8')).packages
  } catch {
    return {}
  }
}

/** npm writes down what it has installed when it is through. Packages for other machines are left out there. */
function isInstalled() {
  const named = packagesOf('package-lock.json')
  const installed = packagesOf('node_modules', '.package-lock.json')
  const isThere = (place) => (installed[place] ? installed[place].version === named[place].version : named[place].optional)
  const places = Object.keys(named).filter((place) => place !== '')
  return places.every(isThere) && Object.keys(installed).every((place) => place in named)
}

if (!isInstalled()) {
  // Not by the Node in the folder that is made anew.
  const path = (process.env.PATH || '').split(delimiter).filter((folder) => !folder.endsWith(join('node_modules', '.bin')))
  const env = Object.assign({}, process.env, { PATH: path.join(delimiter) })
  // `npm pack` is asked for nothing but the name of the package.
  const stdio = ['inherit', process.stderr, 'inherit']
  const { error, status } = spawnSync('npm', ['ci'], { cwd: root, env, stdio, shell: process.platform === 'win32' })
  if (error) process.stderr.write(`npm could not be started: ${error.message}\n`)
  process.exitCode = status === null ? 1 : status
}
