#!/usr/bin/env node
// Kept to what every Node understands, so that an old one says what is missing instead of failing on the way.
const needed = 24
if (Number(process.versions.node.split('.')[0]) < needed) {
  // A clone brings the right one with its packages.
  const own = require('node:path').join(__dirname, '..', 'node_modules', '.bin', 'node')
  const node = require('node:fs').existsSync(own) ? own : '/path/to/node'
  process.stderr.write(`phd needs Node ${needed} or newer; this is ${process.versions.node} (${process.execPath}).
  Install a newer Node, or run phd with the one you have: ${node} ${process.argv[1]}
  From cron: see "Cron" in docs/scripts-and-cron.md
`)
  process.exitCode = 2
} else {
  require('../dist/start.cjs')
}
