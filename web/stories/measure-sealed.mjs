// How long OpenPGP takes in a browser: the worker as it is built, in Chromium, from the page's question to its answer.
//   node stories/measure-sealed.mjs DEMO_FOLDER
// The demo runs already. Each figure is the middle one of so many rounds, and the least; the server is asked for nothing.
import { readdirSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { demoIn } from './server.mjs'
import { launch } from './stage.mjs'

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('Say where the demo is')
const demo = demoIn(folder)
const assets = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'assets')
const worker = readdirSync(assets).find(name => /^worker-openpgp-.*\.js$/.test(name))

/** Runs in the page. */
async function measure([url, rounds]) {
    const worker = new Worker(ours.createScriptURL(url), { type: 'module' })
    let count = 0
    const waiting = new Map()
    worker.onmessage = ({ data }) => waiting.get(data.id)(data.result)
    const ask = (transfer, name, all) => new Promise(resolve => {
        waiting.set(++count, resolve)
        worker.postMessage({ id: count, call: name, with: all }, { transfer })
    })
    const call = (name, ...all) => ask([], name, all)
    /** The middle one, and the least. `fresh`: what each round has of its own. */
    const timed = async (work, fresh = () => undefined) => {
        const all = []
        for (let i = 0; i < rounds; i++) {
            const own = fresh()
            const from = performance.now()
            const got = await work(own)
            if (!got.ok || got.value?.state === 'refused') throw new Error(got.error ?? got.value.why)
            all.push(performance.now() - from)
        }
        all.sort((a, b) => a - b)
        return [all[rounds >> 1], all[0]]
    }
    const figures = {}
    const begun = performance.now()
    const { value: { certificate } } = await call('makeKeys', 'anna@sigillo.test', 'Anna')
    figures['the worker begins, and makes a key'] = performance.now() - begun
    figures['a key is made'] = await timed(() => call('makeKeys', 'anna@sigillo.test', 'Anna'))
    const base64 = octets => {
        const random = new Uint8Array(octets)
        for (let at = 0; at < octets; at += 65536) crypto.getRandomValues(random.subarray(at, at + 65536))
        let text = ''
        for (let at = 0; at < octets; at += 57) text += `${btoa(String.fromCharCode(...random.subarray(at, at + 57)))}\r\n`
        return text
    }
    const sizes = { '2 KiB of text': 0, 'a file of 100 KiB': 100 << 10, 'a file of 5 MiB': 5 << 20 }
    for (const [name, octets] of Object.entries(sizes)) {
        const text = 'Content-Type: text/plain; charset=utf-8\r\n\r\n' + 'Some words of a mail.\r\n'.repeat(90)
        const boundary = '=_as_long_as_the_composers_'
        const head = 'From: Anna <anna@sigillo.test>\r\nSubject: measured\r\n'
        const inner = octets === 0 ? head + text.replace('utf-8', 'utf-8; hp="cipher"')
            : `${head}Content-Type: multipart/mixed; boundary="${boundary}"; hp="cipher"\r\n\r\n--${boundary}\r\n${text}\r\n--${boundary}\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(octets)}--${boundary}--\r\n`
        // the composer has octets
        const octetsOfInner = new TextEncoder().encode(inner)
        const seal = () => call('sealMessage', { outer: 'Subject: [...]\r\n', inner: octetsOfInner, to: [certificate.octets],
            isSigned: true })
        const { value: raw } = await seal()
        figures[`${name}: sealed and signed`] = await timed(seal)
        figures[`${name}: opened and verified`] = await timed(
            // handed over, as the page does it
            raw => ask([raw.buffer], 'openMessage', [{ raw, from: ['anna@sigillo.test'], certificates: [] }]),
            () => raw.slice())
    }
    worker.terminate()
    return figures
}

/** Search on a device that is new: what the vault has is opened by another worker. */
async function searching([url, messages]) {
    const begin = () => {
        const worker = new Worker(ours.createScriptURL(url), { type: 'module' })
        let count = 0
        const waiting = new Map()
        worker.onmessage = ({ data }) => { waiting.get(data.id)(data.result); waiting.delete(data.id) }
        return { call: (name, ...all) => new Promise(resolve => { waiting.set(++count, resolve); worker.postMessage({ id: count, call: name, with: all }) }), end: () => worker.terminate() }
    }
    const words = Array.from({ length: 5000 }, (_, i) => `w${(i * 2654435761 % 4294967296).toString(36)}`)
    const [first, second] = [begin(), begin()]
    await first.call('makeRoot', 'a1')
    let seed = 1
    const random = bound => (seed = seed * 48271 % 2147483647) % bound
    for (let i = 0; i < messages; i++) {
        const text = Array.from({ length: 100 }, () => words[random(5000)]).join(' ')
        const added = first.call('searchAdd', `M${i}`, Date.UTC(2026, 10, 30) - i * 3_600_000, `${text} needle${i % 997}`)
        if (i % 500 === 0) await added
    }
    const names = (await first.call('searchChanged')).value
    const shards = []
    for (const name of names) shards.push([name, (await first.call('sealShard', name, 1)).value])
    const [secret, pepper] = [new Uint8Array(32), new Uint8Array(32)]
    await second.call('openRoot', 'a1', 'password', [(await first.call('wrapRoot', 'password', secret, pepper)).value], secret, pepper)
    const figures = {}
    let from = performance.now()
    for (const [name, octets] of shards) await second.call('openShard', name, 1, octets)
    figures[`${messages} messages: ${shards.length} shards of ${(shards.reduce((sum, [, one]) => sum + one.length, 0) / 1e6).toFixed(1)} MB are opened`] = performance.now() - from
    for (const what of [['needle500'], [words[7], words[4000]], ['nowhere']]) {
        const all = []
        for (let i = 0; i < 11; i++) {
            from = performance.now()
            const { value } = await second.call('searchFind', what, 300)
            all.push([performance.now() - from, value.length])
        }
        all.sort(([a], [b]) => a - b)
        figures[`search for ${what.length === 1 ? what[0].replace(/\d+/, '') : 'two words'}: ${all[5][1]} found`] = all[5][0]
    }
    first.end()
    second.end()
    return figures
}

const browser = await launch()
try {
    const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage()
    // the page's own policy for the names of scripts is made before the page can: it lets one be made
    await page.addInitScript(() => {
        globalThis.ours = trustedTypes.createPolicy('sigillo', { createScriptURL: url => url })
    })
    await page.goto(`${demo.origin}/protected`)
    console.log(`${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}, Chromium ${browser.version()}`)
    const figures = await page.evaluate(measure, [`/mail/assets/${worker}`, 15])
    Object.assign(figures, await page.evaluate(searching, [`/mail/assets/${worker}`, 50_000]))
    for (const [name, ms] of Object.entries(figures)) {
        const [middle, least] = [ms].flat()
        const more = least === undefined ? '' : `, at least ${least.toFixed(1)}`
        console.log(`${middle.toFixed(1).padStart(8)} ms  ${name}${more}`)
    }
    console.log(`load ${loadavg()[0].toFixed(1)} at the end`)
} finally {
    await browser.close()
}
