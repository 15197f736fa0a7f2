// Packs what was built, so that the server packs nothing, and says what there is.
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** What the server is told of each kind of file. Others are not built. */
const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8',
    wasm: 'application/wasm', svg: 'image/svg+xml', png: 'image/png', webmanifest: 'application/manifest+json', txt: 'text/plain; charset=utf-8',
    ttf: 'font/ttf', pfb: 'application/octet-stream', bcmap: 'application/octet-stream' }
/** Asked for by the few PDFs that bring none of their own: as they are, and not packed. */
const AS_IT_IS = /\.(ttf|pfb|bcmap)$/
/** What only those ask for who look at a PDF: the server reads it then, and gives it back where memory is short. */
const SELDOM = /^assets\/(worker-)?pdf-/
/** Of the rest, packed and not: the server holds it in memory. In octets. */
const HELD_MAX = 4_000_000
/**
 * Of all, in the program's file: what reads PDF is 2.7 million in two scripts, 0.8 of decoders of scanned pages, 0.8 of
 * fonts that files may leave to who shows them, 1.2 of what scripts of East Asia are read by.
 */
const ALL_MAX = 10_000_000
/** What packing makes hardly smaller is not packed. */
const WORTH_PACKING = 0.9

async function namesIn(folder, before = '') {
    const all = []
    for (const entry of await readdir(folder, { withFileTypes: true })) {
        const name = before + entry.name
        if (entry.isDirectory()) all.push(...await namesIn(join(folder, entry.name), `${name}/`))
        else all.push(name)
    }
    return all.sort()
}

/** Beside the file; the same octets each time. Empty where it is not worth it. */
async function packed(folder, name, octets) {
    if (AS_IT_IS.test(name)) return []
    const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: octets.length } }
    const smaller = [['br', brotliCompressSync(octets, brotli)], ['gz', gzipSync(octets, { level: 9 })]]
        .filter(([, made]) => made.length < octets.length * WORTH_PACKING)
    for (const [ending, made] of smaller) await writeFile(join(folder, `${name}.${ending}`), made)
    return smaller
}

/**
 * Packs all of a folder in which nothing is packed yet, and writes files.txt for the server: name, type and packings
 * of each, with tabs between.
 */
export async function pack(folder) {
    const lines = []
    let sum = 0
    let held = 0
    for (const name of await namesIn(folder)) {
        const type = TYPES[name.slice(name.lastIndexOf('.') + 1)]
        if (!type) throw new Error(`${name}: the server is told no type of it`)
        const octets = await readFile(join(folder, name))
        const smaller = await packed(folder, name, octets)
        const all = smaller.reduce((before, [, made]) => before + made.length, octets.length)
        sum += all
        if (!SELDOM.test(name)) held += all
        lines.push([name, type, smaller.map(([ending]) => ending).join(' ')].join('\t'))
    }
    if (held > HELD_MAX) throw new Error(`${held} octets are more than the server holds, ${HELD_MAX}`)
    if (sum > ALL_MAX) throw new Error(`${sum} octets are more than the program is to be larger by, ${ALL_MAX}`)
    await writeFile(join(folder, 'files.txt'), `${lines.join('\n')}\n`)
}
