// Builds the webmail into dist/: checks the types, bundles, names files by their content, tells what they weigh.
//   node build.mjs            once
//   node build.mjs --watch    again after each change, without the types
// WORKER=off: with a worker that takes itself away from the browsers that have one, and all that it keeps there.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { copyFile, cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { joinFirst } from './join.mjs'
import { pack } from './pack.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))
const DIST = join(HERE, 'dist')
/** Of the script that runs before the first list is seen. In octets, gzipped. */
const FIRST_SCRIPT_MAX = 60_000
/** Beside the page; not named by their contents. */
const KEPT = ['manifest.webmanifest', 'icon-192.png', 'icon-512.png', 'icon-whole.png']
const watches = process.argv.includes('--watch')

function run(command, args) {
    const { status, error } = spawnSync(command, args, { cwd: HERE, stdio: 'inherit' })
    if (error) console.error(error.message)
    if (status !== 0) process.exit(status ?? 1)
}

function install() {
    const installed = join(HERE, 'node_modules', '.package-lock.json')
    if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(HERE, 'package-lock.json')).mtimeMs) return
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
}

function checkTypes() {
    run(process.execPath, [join(HERE, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'])
}

const OPTIONS = {
    absWorkingDir: HERE,
    entryPoints: { main: 'src/mail/main.tsx', style: 'src/mail/style.css' },
    outdir: 'dist/assets',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['es2022', 'safari17', 'firefox120', 'chrome123'],
    minify: !watches,
    sourcemap: watches ? 'linked' : false,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    metafile: true,
}

/** Pages that share nothing with the others while they run: each has all that it needs, and what it loads later. */
const ALONE = [['src/invitation/invitation.html', { invitation: 'src/invitation/invitation.tsx', 'invitation-style': 'src/invitation/invitation.css' }],
    ['src/protected/protected.html', { protected: 'src/protected/protected.tsx', 'protected-style': 'src/protected/protected.css' }],
    ['src/passkey/passkey.html', { passkey: 'src/passkey/passkey.tsx', 'passkey-style': 'src/invitation/invitation.css' }]]

async function buildAlone(define) {
    for (const [source, entryPoints] of ALONE) {
        const [script, style] = Object.values(entryPoints).map(one => basename(one))
        // what it loads later is known by its name to be no part of the webmail
        const { metafile } = await build({ ...OPTIONS, define, entryPoints, chunkNames: `${Object.keys(entryPoints)[0]}-[name]-[hash]` })
        await writePage(metafile, source, script, style)
    }
}

/** Workers are asked for by name; the server knows by it that they have a policy of their own. */
async function buildWorkers() {
    const { metafile } = await build({ ...OPTIONS, entryPoints: { 'worker-stretch': 'src/stretch/worker.ts' }, splitting: false })
    const stretch = entries(metafile)['worker.ts']
    const { metafile: hash } = await build({ ...OPTIONS, entryPoints: { 'worker-hash': 'src/openpgp/hash-worker.ts' },
        splitting: false })
    const define = { HASH_WORKER: JSON.stringify(entries(hash)['hash-worker.ts']) }
    // the library is a file of its own, which can be exchanged: its licence asks for it
    const { metafile: openpgp } = await build({ ...OPTIONS, define, entryPoints: { 'worker-openpgp': 'src/openpgp/worker.ts', openpgp: 'openpgp/lightweight' } })
    return { STRETCH_WORKER: JSON.stringify(`assets/${stretch}`), OPENPGP_WORKER: JSON.stringify(`assets/${entries(openpgp)['worker.ts']}`) }
}

/** The library that reads PDF, and what it asks for by name when a file needs it: folder here, folder there, which of it. */
const PDF = 'pdfjs-dist'
const PDF_PARTS = [['fonts', 'standard_fonts', /\.(pfb|ttf)$/], ['cmaps', 'cmaps', /\.bcmap$/], ['wasm', 'wasm', /\.wasm$/]]
/** What only those need who look at a PDF. */
const FOR_PDF = /^(worker-)?pdf-/

/** Fonts, tables of characters and decoders, in a folder that is named by what is in it; and what reads PDF with them. */
async function buildPdf() {
    const hash = createHash('sha256')
    const files = []
    for (const [folder, source, wanted] of PDF_PARTS) {
        for (const name of (await readdir(join(HERE, 'node_modules', PDF, source))).filter(one => wanted.test(one)).sort()) {
            const from = join(HERE, 'node_modules', PDF, source, name)
            hash.update(name).update(await readFile(from))
            files.push([from, join(folder, name)])
        }
    }
    const parts = `pdf-parts-${hash.digest('hex').slice(0, 8)}`
    for (const [from, to] of files) await cp(from, join(DIST, 'assets', parts, to))
    const define = { PDF_PARTS: JSON.stringify(parts) }
    const { metafile } = await build({ ...OPTIONS, define, entryPoints: { 'worker-pdf': 'src/pdf/worker.ts' }, splitting: false })
    return { ...define, PDF_WORKER: JSON.stringify(`assets/${entries(metafile)['worker.ts']}`) }
}

/** The names that the page asks for: those of the entries, by their entry point. */
function entries(metafile) {
    const names = {}
    for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
        if (entryPoint) names[basename(entryPoint)] = basename(file)
    }
    return names
}

/**
 * The one that keeps the program in the browser: it has the list of all else, with hashes. The last thing that is
 * built. Who is invited, or opens a protected message, is here once. What only a PDF needs is kept when one was
 * looked at.
 */
async function buildServiceWorker() {
    const names = (await readdir(join(DIST, 'assets'), { withFileTypes: true }))
        .filter(one => one.isFile() && !/\.map$|^(invitation|protected|passkey)/.test(one.name)).map(one => one.name)
    const below = wanted => names.filter(name => FOR_PDF.test(name) === wanted).map(name => `assets/${name}`)
    const files = await hashes(['index.html', ...KEPT, ...below(false)])
    const later = await hashes(below(true))
    const version = createHash('sha256').update(JSON.stringify([files, later])).digest('hex').slice(0, 12)
    await build({ ...OPTIONS, entryPoints: { sw: 'src/worker/worker.ts' }, outdir: 'dist', entryNames: '[name]', splitting: false, sourcemap: false,
        define: { BUILD: JSON.stringify({ version, files, later }), WORKER_IS_OFF: String(process.env.WORKER === 'off') } })
}

async function hashes(names) {
    const all = {}
    for (const name of names.sort()) {
        all[name === 'index.html' ? '' : name] = `sha256-${createHash('sha256').update(await readFile(join(DIST, name))).digest('base64')}`
    }
    return all
}

async function writePage(metafile, source, script, style) {
    const names = entries(metafile)
    const page = await readFile(join(HERE, source), 'utf8')
    // what the first script loads at once is asked for with it
    const besides = firstScripts(metafile, script).slice(1).map(name => `<link rel="modulepreload" href="assets/${name}">\n`).join('')
    const named = page.replaceAll('{script}', `assets/${names[script]}`).replaceAll('{style}', `assets/${names[style]}`).replace('{besides}\n', besides)
    await writeFile(join(DIST, basename(source)), named)
}

/** Gives the script that runs before the first list. In development it is many, which can be looked at. */
async function writeWebmail(metafile) {
    const first = firstScripts(metafile, 'main.tsx')
    if (watches) {
        await writePage(metafile, 'src/mail/index.html', 'main.tsx', 'style.css')
        return first[0]
    }
    const names = await joinFirst(build, OPTIONS, metafile, join(DIST, 'assets'), first)
    const outputs = Object.fromEntries(Object.entries(metafile.outputs).map(([file, one]) => [join(dirname(file), names.get(basename(file)) ?? basename(file)),
        first.includes(basename(file)) ? { ...one, entryPoint: 'src/mail/main.tsx', imports: [] } : one]))
    await writePage({ outputs }, 'src/mail/index.html', 'main.tsx', 'style.css')
    return names.get(first[0])
}

/** Of the scripts that the first one loads at once, itself among them. */
function firstScripts(metafile, script) {
    const first = Object.keys(metafile.outputs).find(file => metafile.outputs[file].entryPoint?.endsWith(script))
    const seen = new Set([first])
    for (const file of seen) {
        for (const one of metafile.outputs[file].imports) {
            if (one.kind === 'import-statement' && !one.external) seen.add(one.path)
        }
    }
    return [...seen].map(file => basename(file))
}

async function tellSizes(first) {
    let sum = 0
    let words = 0
    for (const name of (await readdir(join(DIST, 'assets'), { withFileTypes: true })).filter(one => one.isFile()).map(one => one.name).sort()) {
        if (/\.(map|br|gz)$/.test(name)) continue
        const octets = await readFile(join(DIST, 'assets', name))
        const gzipped = gzipSync(octets, { level: 9 }).length
        if (name === first) sum += gzipped
        // one language is loaded: the larger one counts
        if (/^(en|it)-/.test(name)) words = Math.max(words, gzipped)
        console.log(`${String(octets.length).padStart(9)} ${String(gzipped).padStart(8)} gzipped  ${name}`)
    }
    if (words === 0) throw new Error('The words of the first page are not where they are looked for')
    sum += words
    console.log(`script before the first list: ${sum} of ${FIRST_SCRIPT_MAX} gzipped`)
    if (sum <= FIRST_SCRIPT_MAX || watches) return
    console.error('The script before the first list is too large')
    process.exitCode = 1
}

/** Of the libraries that are in the bundle: they ask that theirs goes with them. */
async function copyLicences() {
    const { dependencies } = JSON.parse(await readFile(join(HERE, 'package.json'), 'utf8'))
    const texts = []
    for (const name of Object.keys(dependencies).sort()) {
        const folder = join(HERE, 'node_modules', name)
        const file = (await readdir(folder)).find(one => /^licen[cs]e/i.test(one))
        if (!file) throw new Error(`${name} comes without its licence`)
        texts.push(`${name}\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`)
    }
    for (const [, folder] of PDF_PARTS) {
        for (const file of (await readdir(join(HERE, 'node_modules', PDF, folder))).filter(one => /^licen[cs]e/i.test(one)).sort()) {
            texts.push(`${PDF}/${folder}/${file}\n\n${(await readFile(join(HERE, 'node_modules', PDF, folder, file), 'utf8')).trim()}\n`)
        }
    }
    await writeFile(join(DIST, 'licences.txt'), texts.join('\n\n'))
}

const finish = {
    name: 'finish',
    setup(build) {
        build.onEnd(async result => {
            if (result.errors.length > 0) return
            const first = await writeWebmail(result.metafile)
            await buildAlone(options.define)
            for (const name of KEPT) await copyFile(join(HERE, 'src/mail', name), join(DIST, name))
            await copyLicences()
            await buildServiceWorker()
            await tellSizes(first)
            if (!watches) await pack(DIST)
        })
    },
}

if (Number(process.versions.node.split('.')[0]) < 18) {
    console.error(`The webmail is built with Node.js 18 or later; this is ${process.versions.node}`)
    process.exit(1)
}
install()
if (!watches) checkTypes()
await rm(DIST, { recursive: true, force: true })
await mkdir(DIST, { recursive: true })
const { build, context } = await import('esbuild')
const options = { ...OPTIONS, define: { ...await buildWorkers(), ...await buildPdf() }, plugins: [finish] }
if (watches) await (await context(options)).watch()
else await build(options)
