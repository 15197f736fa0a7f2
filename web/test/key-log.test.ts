import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { test } from 'node:test'
import type { Result } from '../src/base/result'
import { type Entry, nameOf, readLog } from '../src/openpgp/key-log'
import { KeyWatch, LOG_BLOB } from '../src/openpgp/key-watch'
import { OpenPgp } from '../src/openpgp/openpgp'
import { OpenPgpWorker } from '../src/openpgp/page'
import { FakeVault, NearWorker } from './fake-vault'
import { atTime } from './other-time'

const ADDRESS = 'anna@one.example'
const NONE = '0'.repeat(64)
const DAY_MS = 86_400_000

function got<T>(result: Result<T, string>): T {
    assert.ok(result.ok, `refused: ${result.ok ? '' : result.error}`)
    return result.value
}

const hash = (...pieces: Uint8Array[]) => createHash('sha256').update(Buffer.concat(pieces)).digest()
const inner = (left: Uint8Array, right: Uint8Array) => hash(Buffer.from([1]), left, right)

/** The log as docs/keys.md has it, by the recursion of RFC 9162, and lies that can be told. */
class FakeLog {
    entries: Entry[] = []
    private readonly keys: { publicKey: KeyObject, privateKey: KeyObject }
    origin = 'mail.one.example'
    pageMax = 500

    constructor() { this.keys = generateKeyPairSync('ed25519') }

    add(address: string, certificate: string): void { this.entries.push({ index: this.entries.length,
        at: 1_800_000_000 + this.entries.length, address, certificate }) }

    fork(): FakeLog {
        const other: FakeLog = Object.assign(Object.create(FakeLog.prototype) as FakeLog, this)
        other.entries = this.entries.map(one => ({ ...one }))
        return other
    }

    private leaf({ at, address, certificate }: Entry) { return hash(Buffer.from([0]),
        Buffer.from(`sigillo key log 1\n${at}\n${address}\n${certificate}\n`)) }

    private root(from: number, to: number): Buffer {
        if (to === from) return hash()
        if (to - from === 1) return this.leaf(this.entries[from]!)
        const middle = from + below(to - from)
        return inner(this.root(from, middle), this.root(middle, to))
    }

    private proof(former: number, from: number, to: number, isKnown: boolean): Buffer[] {
        if (former === to) return isKnown ? [] : [this.root(from, to)]
        const middle = from + below(to - from)
        return former <= middle ? [...this.proof(former, from, middle, isKnown), this.root(middle, to)] :
            [...this.proof(former, middle, to, false), this.root(from, middle)]
    }

    answer(since: number): { status: number, json: unknown } {
        const size = this.entries.length
        if (since > size) return { status: 409, json: { error: 'otherLog' } }
        const root = this.root(0, size).toString('hex')
        const signature = sign(null, Buffer.from(`sigillo key log head 1\n${this.origin}\n${size}\n${root}\n`),
            this.keys.privateKey).toString('base64')
        const publicKey = (this.keys.publicKey.export({ format: 'der', type: 'spki' })).subarray(-32).toString('base64')
        const consistency = since === 0 || since === size ? [] : this.proof(since, 0, size, true).map(one =>
            one.toString('hex'))
        return { status: 200, json: { origin: this.origin, size, root, publicKey, signature, consistency,
            entries: this.entries.slice(since, since + this.pageMax) } }
    }

    get ask() { return async (path: string) => this.answer(Number(/since=(\d+)/.exec(path)![1])) }
}

function below(count: number): number { return 2 ** Math.floor(Math.log2(count - 1)) }

function logOf(count: number): FakeLog {
    const log = new FakeLog()
    for (let i = 0; i < count; i++) log.add(hash(Buffer.from(`address ${i % 7}`)).toString('hex'),
        hash(Buffer.from(`certificate ${i}`)).toString('hex'))
    return log
}

test('from each size to each larger one the log goes on, page by page, and nothing of it is left out', async () => {
    const log = logOf(0)
    const heads = [got(await readLog(log.ask, undefined, [])).now]
    for (let size = 1; size <= 11; size++) {
        log.add(hash(Buffer.from(`${size}`)).toString('hex'), NONE)
        for (const pageMax of [500, 3]) {
            log.pageMax = pageMax
            for (const head of heads) {
                const read = got(await readLog(log.ask, head, log.entries.map(one => one.address)))
                assert.equal(read.now.size, size)
                assert.equal(read.own.length, size - head.size)
            }
            assert.equal(got(await readLog(log.ask, undefined, [])).now.size, size)
        }
        heads.push(got(await readLog(log.ask, undefined, [])).now)
    }
})

test('a server that shows another log, or leaves one entry out, is found out', async () => {
    const log = logOf(9)
    const head = got(await readLog(log.ask, undefined, [])).now
    for (let i = 0; i < 4; i++) log.add(NONE, hash(Buffer.from(`${i}`)).toString('hex'))
    const lies: Record<string, [string, (json: { entries: Entry[], consistency: string[], root: string, size: number,
        publicKey: string, signature: string, origin: string }) => void]> = {
        'an entry is another': ['otherLog', json => { json.entries[2]!.certificate = NONE }],
        'its time is another': ['otherLog', json => { json.entries[2]!.at++ }],
        'an entry is left out': ['broken', json => { json.entries.splice(1, 1) }],
        'one is left out, and the others numbered anew': ['broken', json => { json.entries.splice(1,
            1); json.entries.forEach((one, i) => { one.index = 9 + i }) }],
        'none is shown': ['broken', json => { json.entries = [] }],
        'the proof lacks a hash': ['otherLog', json => { json.consistency.pop() }],
        'the proof has one more': ['otherLog', json => { json.consistency.push(NONE) }],
        'the proof is none': ['otherLog', json => { json.consistency = [] }],
        'it is signed for another size': ['otherSigner', json => { json.size++ }],
        'the signature is of nothing': ['otherSigner', json => { json.signature = btoa('x'.repeat(64)) }],
        'the name is another': ['otherSigner', json => { json.origin = 'mail.two.example' }],
        'the key is another': ['otherSigner', json => { json.publicKey = btoa('x'.repeat(32)) }],
        'hashes are none': ['broken', json => { json.consistency[0] = '../../etc' }],
    }
    for (const [what, [why, lie]] of Object.entries(lies)) {
        const answer = structuredClone(log.answer(9)) as { status: number, json: Parameters<typeof lie>[0] }
        lie(answer.json)
        assert.deepEqual(await readLog(async () => answer, head, []), { ok: false, error: why }, what)
    }
    assert.ok((await readLog(log.ask, head, [])).ok)
})

test('a log with another past, signed by the right key, does not pass; nor does one that became shorter', async () => {
    for (const size of [1, 2, 3, 7, 8, 9, 16]) {
        const log = logOf(size)
        const head = got(await readLog(log.ask, undefined, [])).now
        const other = log.fork()
        other.entries[Math.floor(size / 2)]!.certificate = NONE
        assert.deepEqual(await readLog(other.ask, head, []), { ok: false, error: 'otherLog' }, `${size}, as long`)
        for (let more = 0; more < 5; more++) other.add(NONE, NONE)
        assert.deepEqual(await readLog(other.ask, head, []), { ok: false, error: 'otherLog' }, `${size}, longer`)
        log.entries.pop()
        assert.deepEqual(await readLog(log.ask, head, []), { ok: false, error: 'otherLog' }, `${size}, shorter`)
    }
})

test('a server that does not answer proves nothing', async () => {
    for (const answer of [undefined, { status: 503, json: {} }, { status: 403, json: { error: 'kitFirst' } },
        { status: 401,
        json: {} }]) assert.deepEqual(await readLog(async () => answer, undefined, []), { ok: false, error: 'offline' })
    assert.deepEqual(await readLog(async () => ({ status: 200, json: { size: 1e300 } }), undefined, []), { ok: false,
        error: 'broken' })
})

// ---- what is one's own ----

/** A server with a vault, a log, and a certificate for one address. */
class Home extends FakeVault {
    log = new FakeLog()
    served: Uint8Array | undefined
    /** What was served, by its hash; what a server shows of it. */
    shown = new Map<string, Uint8Array>()
    showing: (hash: string) => Uint8Array | undefined = one => this.shown.get(one)
    published = 0

    publish(octets: Uint8Array, name: string): void {
        this.served = octets
        this.shown.set(hash(octets).toString('hex'), octets)
        this.log.add(name, hash(octets).toString('hex'))
    }

    readonly answer = async (path: string, init: RequestInit): Promise<Response> => {
        if (path.startsWith('/api/openpgp/log')) {
            const { status, json } = this.log.answer(Number(/since=(\d+)/.exec(path)![1]))
            return Response.json(json, { status })
        }
        if (path.startsWith('/api/openpgp/certificates')) return Response.json({ certificates: this.served ?
            [{ source: 'here', certificate: Buffer.from(this.served).toString('base64') }] : [] })
        if (path.startsWith('/api/openpgp/served')) {
            const octets = this.showing(path.split('hash=')[1]!)
            return octets ? Response.json({ certificate: Buffer.from(octets).toString('base64') })
                : Response.json({ error: 'notFound' }, { status: 404 })
        }
        if (path === '/api/openpgp/certificate') return this.certificate(init)
        return this.ask(path, init)
    }

    private async certificate({ method, body }: RequestInit): Promise<Response> {
        if (method === 'PUT') {
            this.published++
            this.publish(Buffer.from((JSON.parse(body as string) as { certificate: string }).certificate, 'base64'),
                await nameOf(ADDRESS))
        }
        if (!this.served) return Response.json({ error: 'notFound' }, { status: 404 })
        const { engine } = new NearWorker()
        const { fingerprint } = got(await engine.certificateOf(new Uint8Array(this.served)))
        return Response.json({ fingerprint: fingerprint.toUpperCase(), certificate: Buffer.from(this.served)
            .toString('base64') })
    }
}

const stretch = async (password: string) => new TextEncoder().encode(password.padEnd(32, '.'))

function page(home: Home) {
    const openPgp = new OpenPgp({ address: ADDRESS, account: 'a1', ask: home.answer, stretch }, undefined,
        new OpenPgpWorker(() => new NearWorker()))
    return { openPgp, watch: new KeyWatch(openPgp) }
}

async function published() {
    const home = new Home()
    const { openPgp, watch } = page(home)
    const cost = { salt: btoa('salt'), memoryKib: 256, passes: 1, lanes: 1 }
    await openPgp.ready()
    got(await openPgp.begin('proof', { kind: 'password', secret: await stretch('hers'), cost }))
    const [own] = got(await openPgp.makeKeys('Anna'))
    home.publish(own!.certificate.octets, await nameOf(ADDRESS))
    await watch.look()
    assert.equal(watch.alarm.value, undefined)
    return { home, openPgp, watch, own: own!.certificate.octets }
}

/** A key of somebody else, for the same address. */
async function foreign() {
    const { engine } = new NearWorker()
    return got(await engine.makeKeys(ADDRESS, 'Anna')).certificate.octets
}

async function again(home: Home) {
    const other = page(home)
    got(await other.openPgp.unlock('hers'))
    await other.watch.look()
    return other.watch
}

test('what is one\'s own is well, on each device, and what others publish is too', async () => {
    const { home } = await published()
    for (let i = 0; i < 5; i++) home.log.add(await nameOf(`other${i}@one.example`), NONE)
    assert.equal((await again(home)).alarm.value, undefined)
    assert.equal((await again(home)).alarm.value, undefined)
    assert.ok(home.blobs.has(LOG_BLOB))
})

test('another certificate for one\'s own address is an alarm, though it was there for a moment only', async () => {
    const { home, own } = await published()
    const strange = await foreign()
    home.publish(strange, await nameOf(ADDRESS))
    const watch = await again(home)
    assert.equal(watch.alarm.value?.why, 'foreign')
    assert.equal(watch.alarm.value?.address, ADDRESS)
    home.publish(own, await nameOf(ADDRESS))
    const later = await again(home)
    assert.equal(later.alarm.value?.why, 'foreign', 'it goes on until its owner has seen it')
    assert.ok(later.alarm.value?.at)
    assert.ok(JSON.stringify(later.alarm.value?.evidence).includes(hash(strange).toString('hex')))
    assert.ok(await later.believe())
    assert.equal((await again(home)).alarm.value, undefined)
})

test('keys that are hidden for once make nothing one\'s own', async () => {
    const { home, own } = await published()
    const keys = home.blobs.get('openpgp.keys')!
    const before = home.blobs.get(LOG_BLOB)!.version
    home.blobs.delete('openpgp.keys')
    home.publish(await foreign(), await nameOf(ADDRESS))
    const blind = page(home)
    got(await blind.openPgp.unlock('hers'))
    await blind.watch.look()
    assert.deepEqual(blind.openPgp.keys.value, [])
    assert.equal(home.blobs.get(LOG_BLOB)!.version, before, 'nothing is remembered')
    home.blobs.set('openpgp.keys', keys)
    assert.equal((await again(home)).alarm.value?.why, 'foreign')
    home.publish(own, await nameOf(ADDRESS))
    assert.equal((await again(home)).alarm.value?.why, 'foreign', 'also where it was there for a moment')
})

test('what another browser of hers has published meanwhile, twice, or a page that was closed at once, is no alarm',
    async () => {
    const { home, openPgp } = await published()
    const [other] = [page(home).openPgp]
    got(await other.unlock('hers'))
    for (let i = 0; i < 3; i++) {
        const own = got(await other.makeKeys('Anna'))
        home.publish(own.find(one => one.isCurrent)!.certificate.octets, await nameOf(ADDRESS))
    }
    home.log.add(await nameOf(ADDRESS), NONE)
    home.served = undefined
    assert.equal((await again(home)).alarm.value, undefined)
    assert.equal((await again(home)).alarm.value, undefined)
    await openPgp.keysAgain()
    assert.equal(openPgp.keys.value.length, 4)
})

test('a server that shows something else for an entry, or nothing, is not believed; one that does not answer is asked again', async () => {
    const strange = await foreign()
    const lies: [string, (home: Home, own: Uint8Array) => (hash: string) => Uint8Array | undefined][] = [
        ['nothing', () => () => undefined],
        ['a key of hers, which is not what was published', (_, own) => () => own],
        ['the other key', () => () => strange],
    ]
    for (const [what, lie] of lies) {
        const { home, own } = await published()
        home.publish(strange, await nameOf(ADDRESS))
        home.publish(own, await nameOf(ADDRESS))
        home.showing = lie(home, own)
        assert.equal((await again(home)).alarm.value?.why, 'foreign', what)
    }
    const { home, own } = await published()
    home.publish(strange, await nameOf(ADDRESS))
    home.publish(own, await nameOf(ADDRESS))
    const before = home.blobs.get(LOG_BLOB)!.version
    home.showing = () => { throw new Error('away') }
    assert.equal((await again(home)).alarm.value, undefined)
    assert.equal(home.blobs.get(LOG_BLOB)!.version, before, 'and nothing is remembered')
    home.showing = () => undefined
    assert.equal((await again(home)).alarm.value?.why, 'foreign')
})

test('a key that is renewed is the same key, and is published so, once, by whichever browser comes by', async () => {
    const { home, openPgp, own } = await published()
    const until = (one: OpenPgp) => one.keys.value.find(key => key.isCurrent)!.certificate.expiresAt!
    const first = until(openPgp)
    assert.ok(openPgp.keys.value[0]!.renews && first > Date.now() + 2.9 * 365 * DAY_MS)
    await openPgp.renewKeys()
    assert.deepEqual([until(openPgp), home.published], [first, 0], 'it is new')
    await atTime(Date.now() + 400 * DAY_MS, () => aYearLater(home, own, until))
})

async function aYearLater(home: Home, own: Uint8Array<ArrayBuffer>, until: (one: OpenPgp) => number): Promise<void> {
    const pages = [page(home).openPgp, page(home).openPgp]
    for (const one of pages) got(await one.unlock('hers'))
    await Promise.all(pages.map(one => one.renewKeys()))
    for (const one of pages) await one.keysAgain()
    assert.deepEqual(pages.map(until), [until(pages[0]!), until(pages[0]!)])
    assert.ok(until(pages[0]!) > Date.now() + 2.9 * 365 * DAY_MS)
    const { engine } = new NearWorker()
    const now = got(await engine.certificateOf(new Uint8Array(home.served!)))
    assert.deepEqual([now.fingerprint, now.expiresAt, now.encrypts], [got(await engine.certificateOf(own))
        .fingerprint, until(pages[0]!), true])
    const count = home.published
    assert.ok(count >= 1 && count <= 2, `${count}`)
    const later = page(home)
    got(await later.openPgp.unlock('hers'))
    await later.openPgp.renewKeys()
    await later.watch.look()
    assert.deepEqual([home.published, later.watch.alarm.value], [count, undefined])
}

test('what a stop has left between the vault and the server is published the next time; another key is not', () =>
    atTime(Date.now() + 400 * DAY_MS, async () => {
    const { home, openPgp, own } = await atTime(Date.now() - 400 * DAY_MS, published)
    const renewed = await openPgp.worker.call('renewKeys')
    const version = openPgp.vault.versionOf('openpgp.keys')
    got(await openPgp.vault.put('openpgp.keys', version, got(await openPgp.worker.call('sealKeys', version + 1))))
    assert.ok(got(renewed) && home.published === 0)
    home.served = await foreign()
    const one = page(home).openPgp
    got(await one.unlock('hers'))
    await one.renewKeys()
    assert.equal(home.published, 0)
    home.served = own
    await one.renewKeys()
    assert.equal(home.published, 1)
}))

test('one that is served and not in the log is an alarm', async () => {
    const { home, own, openPgp } = await published()
    home.served = await foreign()
    assert.equal((await again(home)).alarm.value?.why, 'foreign')
    // an older one of one's own
    got(await openPgp.makeKeys('Anna'))
    home.publish(openPgp.keys.value.find(one => one.isCurrent)!.certificate.octets, await nameOf(ADDRESS))
    assert.equal((await again(home)).alarm.value, undefined)
    home.served = own
    assert.equal((await again(home)).alarm.value?.why, 'notLogged')
})

test('a log that was put back is an alarm, until its owner says that he knows why', async () => {
    const { home } = await published()
    home.log = home.log.fork()
    home.log.entries = home.log.entries.slice(0, -1)
    const watch = await again(home)
    assert.equal(watch.alarm.value?.why, 'otherLog')
    assert.ok(await watch.believe())
    assert.equal(watch.alarm.value, undefined)
})

test('a server that does not answer is no alarm, and nothing is remembered of it', async () => {
    const { home } = await published()
    const before = home.blobs.get(LOG_BLOB)!.version
    home.log.answer = () => ({ status: 503, json: {} })
    assert.equal((await again(home)).alarm.value, undefined)
    assert.equal(home.blobs.get(LOG_BLOB)!.version, before)
})

test('keys that are made while the server is looked at stay', async () => {
    const { home, openPgp, watch } = await published()
    for (let i = 0; i < 3; i++) {
        const looks = [watch.look(), openPgp.keysAgain()]
        got(await openPgp.makeKeys('Anna'))
        looks.push(openPgp.keysAgain())
        await Promise.all(looks)
        assert.equal(openPgp.keys.value.length, i + 2)
    }
    const other = page(home).openPgp
    got(await other.unlock('hers'))
    assert.equal(other.keys.value.length, 4)
})
