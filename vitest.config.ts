import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take as long as many others, the longest first: begun last, one of them would go on alone. */
const LONG = [
  ...[
    'faults/memory',
    'faults/kill',
    'adversary/adversary',
    'cli/transcripts',
    'faults/kill-windows',
    'store/contract/model',
    'faults/attacks',
  ],
  ...['cli/mail', 'imports/hostile-containers', 'faults/many', 'faults/disk', 'faults/places', 'cli/terminal', 'cli/package'],
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
      return at === -1 ? LONG.length : at
    }
    return [...(await super.sort(files))].sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/cli/tests-folder.ts'],
    sequence: { sequencer: LongestFirst },
    // Tests run the built program many times over; each has a database of its own.
    // A machine may be several times slower than usual while others use it.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Files share what they load, a quarter of their time; what they keep of it must depend on nothing else.
    isolate: false,
    // The tests mostly wait for the programs that they ask, so both cores of a small machine have work.
    maxWorkers: '100%',
  },
})
