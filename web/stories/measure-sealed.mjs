// How long OpenPGP takes in a browser: the worker as it is built, in Chromium, from the page's question to its answer.
//   node stories/measure-sealed.mjs DEMO_FOLDER [opening: without search and text records]
// The demo runs already. Each figure is the middle one of so many rounds, the least and the first; the server is asked
// for nothing.
import { createCipheriv, createHash, createHmac } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ml_kem768_x25519 as xWing } from '@noble/post-quantum/hybrid.js'
import { demoIn } from './server.mjs'
import { launch } from './stage.mjs'

const [folder, part] = process.argv.slice(2)
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
    /** The middle one, the least and the first. `fresh`: what each round has of its own. */
    const timed = async (work, fresh = () => undefined) => {
        const all = []
        for (let i = 0; i < rounds; i++) {
            const own = fresh()
            const from = performance.now()
            const got = await work(own)
            if (!got.ok || got.value?.state === 'refused') throw new Error(got.error ?? got.value.why)
            all.push(performance.now() - from)
        }
        const [first] = all
        all.sort((a, b) => a - b)
        return [all[rounds >> 1], all[0], first]
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
        const seal = () => call('sealMessage', { outer: 'Subject: [...]\r\n', inner: octetsOfInner,
            to: [certificate.octets],
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
        const added = first.call('searchAdd', `M${i}`, Date.UTC(2026, 10, 30) - i * 1_200_000,
            { subject: `Subject ${i}`, from: `Bea ${i % 31} bea@elsewhere.test`, to: 'anna@sigillo.test', cc: '',
            names: '',
            text: `${text} needle${i % 997}`, hasAttachment: false })
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
    const any = (...all) => ({ terms: [{ field: 'any', words: all }] })
    for (const [name, what] of [['needle', any('needle500')], ['two words', any(words[7], words[4000])], ['nowhere',
        any('nowhere')], ['from:bea subject:499', { terms: [{ field: 'from', words: ['bea'] }, { field: 'subject',
        words: ['499'] }] }]]) {
        const all = []
        for (let i = 0; i < 11; i++) {
            from = performance.now()
            const { value } = await second.call('searchFind', what, 300)
            all.push([performance.now() - from, value.length])
        }
        all.sort(([a], [b]) => a - b)
        figures[`search for ${name}: ${all[5][1]} found`] = all[5][0]
    }
    first.end()
    second.end()
    return figures
}

/** As the server seals what it makes of each mail (sealing.ClientTextSeal): so many of them share an encapsulation. */
const OF_A_SEGMENT = 17
const PAGE = 500

function sealer(publicKey) {
    const derived = (key, label, context = Buffer.alloc(0)) => createHmac('sha256', key)
        .update(Buffer.concat([Buffer.from([label.length]), Buffer.from(label), context, Buffer.from([1])])).digest()
    const sized = text => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text)])
    let index = OF_A_SEGMENT
    let ciphertext
    let chain
    return (id, clear) => {
        if (index >= OF_A_SEGMENT) {
            const { cipherText, sharedSecret } = xWing.encapsulate(publicKey)
            ciphertext = Buffer.from(cipherText).toString('base64')
            chain = derived(sharedSecret, 'sgl1/texts', createHash('sha256').update(publicKey).digest())
            index = 0
        }
        const bound = Buffer.concat([Buffer.from([1, 0, 0, 0, index]), sized('a1'), sized(id)])
        const cipher = createCipheriv('aes-256-gcm', derived(chain, 'sgl1/texts/key'), Buffer.alloc(12)).setAAD(bound)
        const sealed = Buffer.concat([cipher.update(clear), cipher.final(), cipher.getAuthTag()]).toString('base64')
        chain = derived(chain, 'sgl1/texts/next')
        return { ciphertext, index: index++, sealed }
    }
}

function recordOf(i) {
    const texts = [`Subject ${i}`, 'Bea bea@elsewhere.test', 'anna@sigillo.test', '', '',
        `${'some words of a mail and more of them '.repeat(52)}needle${i % 997}`]
    const head = Buffer.alloc(10)
    head[0] = 1
    return Buffer.concat([head, ...texts.flatMap(text => [Buffer.from([text.length >> 8, text.length & 255]),
        Buffer.from(text)])])
}

/** One page of what the server answers. */
function pageOf(seal, page) {
    const all = Array.from({ length: PAGE }, (_, i) => ({ id: `M${page * PAGE + i}`, at: page * PAGE + i })).map(({ id,
        at }) => ({ id, at, ...seal(id, recordOf(at)) }))
    const ciphertexts = [...new Set(all.map(one => one.ciphertext))]
    return { ciphertexts, records: all.map(({ id, at, ciphertext, index, sealed }) => ({ id,
        receivedAt: new Date(Date.UTC(2026, 10, 30) - at * 1_200_000).toISOString(),
        ciphertext: ciphertexts.indexOf(ciphertext), index, sealed })) }
}

/** All that came while no browser was there. Runs in the page; what it takes to make the pages here is left out. */
async function taking([url, pages]) {
    const worker = new Worker(ours.createScriptURL(url), { type: 'module' })
    let count = 0
    const waiting = new Map()
    worker.onmessage = ({ data }) => { waiting.get(data.id)(data.result); waiting.delete(data.id) }
    const call = (name, ...all) => new Promise(resolve => { waiting.set(++count,
        resolve); worker.postMessage({ id: count, call: name, with: all }) })
    await call('makeRoot', 'a1')
    const key = (await call('textsKey')).value
    await fetch('/measured/key', { method: 'POST', body: btoa(String.fromCharCode(...key)) })
    const octets = text => Uint8Array.from(atob(text), one => one.charCodeAt(0))
    let [took, sent, first] = [0, 0, 0]
    for (let page = 0; page < pages; page++) {
        const text = await (await fetch(`/measured/${page}`)).text()
        sent += text.length
        const from = performance.now()
        const { ciphertexts, records } = JSON.parse(text)
        const shared = ciphertexts.map(octets)
        const { value } = await call('takeTexts', records.map(one => ({ id: one.id, at: Date.parse(one.receivedAt),
            ciphertext: shared[one.ciphertext], index: one.index, sealed: octets(one.sealed) })))
        if (value.opened.length !== records.length) throw new Error(`${value.refused.length} were refused`)
        took += performance.now() - from
        first ||= took
    }
    const found = await call('searchFind', { terms: [{ field: 'any', words: ['needle500'] }] }, 300)
    const from = performance.now()
    for (const name of (await call('searchChanged')).value) await call('sealShard', name, 1)
    const sealed = performance.now() - from
    worker.terminate()
    return { [`the newest ${500} records are taken`]: first,
        [`${pages * 500} records of ${(sent / 1e6).toFixed(0)} MB are taken; ${found.value.length} are found`]: took,
        'and sealed for the vault': sealed }
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
    if (part !== 'opening') {
        Object.assign(figures, await page.evaluate(searching, [`/mail/assets/${worker}`, 50_000]))
        let seal
        await page.route('**/measured/*', async route => {
            const request = route.request()
            if (request.method() === 'POST') seal = sealer(new Uint8Array(Buffer.from(request.postData(), 'base64')))
            await route.fulfill({ contentType: 'application/json', body: request.method() === 'POST' ? '{}'
                : JSON.stringify(pageOf(seal, Number(/\d+$/.exec(request.url())[0]))) })
        })
        Object.assign(figures, await page.evaluate(taking, [`/mail/assets/${worker}`, 100]))
    }
    for (const [name, ms] of Object.entries(figures)) {
        const [middle, least, first] = [ms].flat()
        const more = least === undefined ? '' : `, at least ${least.toFixed(1)}, the first ${first.toFixed(1)}`
        console.log(`${middle.toFixed(1).padStart(8)} ms  ${name}${more}`)
    }
    console.log(`load ${loadavg()[0].toFixed(1)} at the end`)
} finally {
    await browser.close()
}
