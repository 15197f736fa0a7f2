// Runs the tests of test/ in Node, without a DOM. Names of files may be given: node test.mjs query outbox
// SEED=n plays the properties with that seed; ROUNDS=n plays more of them.
import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const HERE = dirname(fileURLToPath(import.meta.url))
const OUT = join(HERE, 'target', 'test')
const wanted = process.argv.slice(2)
const names = readdirSync(join(HERE, 'test')).filter(name => name.endsWith('.test.ts'))
    .filter(name => wanted.length === 0 || wanted.some(one => name.startsWith(one)))
if (names.length === 0) throw new Error('There is no such test')
rmSync(OUT, { recursive: true, force: true })
await build({
    absWorkingDir: HERE,
    entryPoints: names.map(name => join('test', name)),
    outdir: OUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    // in Node the library is one piece
    alias: { 'openpgp/lightweight': 'openpgp' },
    platform: 'node',
    format: 'esm',
    target: 'node18',
    sourcemap: 'inline',
    logLevel: 'warning',
})
const files = names.map(name => join(OUT, name.replace(/ts$/, 'mjs')))
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', '--test-reporter', 'spec', ...files], { cwd: HERE, stdio: 'inherit', timeout: 300_000 })
process.exit(status ?? 1)
