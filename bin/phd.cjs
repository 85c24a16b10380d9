#!/usr/bin/env node
// Kept to what every Node understands, so that an old one says what is missing instead of failing on the way.
const needed = 24
if (Number(process.versions.node.split('.')[0]) < needed) {
  process.stderr.write(`phd needs Node ${needed} or newer; this is ${process.versions.node}. Install a newer Node, then try again.
`)
  process.exitCode = 2
} else {
  require('../dist/start.cjs')
}
