import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { Client } from '../src/jmap/client'
import { Keys } from '../src/login/keeping'
import type { Kept } from '../src/mail/kept'
import { Mail } from '../src/mail/model'
import { readSnapshot } from '../src/mail/snapshot'
import { MemoryCache } from '../src/store/cache'
import { KeptValues } from '../src/store/kept-values'
import { SealedCache } from '../src/store/sealed-cache'
import { en } from '../src/text/en'
import { FakeClock, until } from './fake-clock'
import { BASE, CREDENTIALS, FakeServer } from './fake-server'
import { Random, seeds } from './random'

const aKey = () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

async function sealed() {
    const inner = new MemoryCache()
    const key = await aKey()
    return { inner, key, cache: new SealedCache(inner, key) }
}

test('only ciphertext is kept, and no other key opens it', async () => {
    const { inner, cache } = await sealed()
    await cache.write([{ space: 's', key: 'k', value: { subject: 'a secret of hers' } }])
    const [kept] = await inner.read('s', ['k']) as { octets: ArrayBuffer }[]
    assert(!Buffer.from(kept!.octets).includes('secret'))
    assert.deepEqual(await cache.read('s', ['k', 'other']), [{ subject: 'a secret of hers' }, undefined])
    assert.deepEqual(await new SealedCache(inner, await aKey()).read('s', ['k']), [undefined])
    assert.deepEqual(await new SealedCache(inner, await aKey()).all('s'), [])
})

test('what somebody has put in another place, or changed, is not there', async () => {
    const { inner, cache } = await sealed()
    await cache.write([{ space: 's', key: 'a', value: 1 }, { space: 's', key: 'b', value: 2 }])
    const [a] = await inner.read('s', ['a'])
    await inner.write([{ space: 's', key: 'b', value: a }, { space: 't', key: 'a', value: a },
        { space: 's', key: 'c', value: 'in clear' }])
    assert.deepEqual(await cache.all('s'), [['a', 1]])
    assert.deepEqual(await cache.read('t', ['a']), [undefined])
    const changed = a as { octets: ArrayBuffer }
    new Uint8Array(changed.octets)[0]! ^= 1
    await inner.write([{ space: 's', key: 'a', value: changed }])
    assert.deepEqual(await cache.read('s', ['a']), [undefined])
})

test('the bound holds, whatever comes, and what was used last stays', async () => {
    for (const seed of seeds()) {
        const random = new Random(seed)
        const cache = new MemoryCache()
        let values = new KeptValues(cache, 'v', 8, 1_000)
        for (let i = 0; i < 60; i++) {
            const key = `k${random.below(20)}`
            if (random.below(3) === 0) await values.get(key)
            else {
                await values.put(key, 'x'.repeat(random.below(130)))
                const isSmall = (await values.get(key) as string | undefined) !== undefined
                if (isSmall) assert(await values.has(key), `seed ${seed}`)
            }
            if (random.below(10) === 0) values = new KeptValues(cache, 'v', 8, 1_000)
            const there = await cache.all('v')
            const sum = there.reduce((all, [, value]) => all + JSON.stringify(value).length, 0)
            assert(there.length <= 8 && sum <= 1_000, `seed ${seed}: ${there.length} values, ${sum} characters`)
        }
    }
})

test('a browser without room more keeps less, and nothing fails', async () => {
    const cache = new MemoryCache()
    const write = cache.write.bind(cache)
    let isFull = false
    cache.write = rows => isFull && rows.some(one => one.space === 'v' && one.value !== undefined) ? Promise.reject(new Error('QuotaExceededError')) : write(rows)
    const values = new KeptValues(cache, 'v', 100, 100_000)
    for (let i = 0; i < 10; i++) await values.put(`k${i}`, i)
    isFull = true
    await values.put('more', 1)
    assert.equal(await values.get('more'), undefined)
    assert.equal((await cache.all('v')).length, 5)
    assert.equal(await values.get('k9'), 9)
})

test('the server opens the key of a sealed account; nothing is kept of it here but sealed', async () => {
    const asked: RequestInit[] = []
    const answers = [{ key: btoa('x'.repeat(32)), sealed: 'U0dM' }, { key: btoa('x'.repeat(32)) }, undefined]
    const keys = new Keys(async (_, init) => {
        asked.push(init)
        const answer = answers.shift()
        return new Response(JSON.stringify(answer ?? { error: 'notFound' }), { status: answer ? 200 : 404 })
    })
    const session = { address: 'anna@home.example', token: 't', level: 'L1', kitToConfirm: false, isWhole: true }
    const made = await keys.fresh(session, 'a1')
    assert.equal((asked[0]!.headers as Record<string, string>)['Sigillo-Sealed-Key'], undefined)
    assert.deepEqual(made!.keeping, { address: 'anna@home.example', accountId: 'a1', level: 'L1', sealed: 'U0dM' })
    assert.equal(made!.key.extractable, false)
    const again = await keys.known(made!.keeping)
    assert.equal((asked[1]!.headers as Record<string, string>)['Sigillo-Sealed-Key'], 'U0dM')
    const iv = new Uint8Array(12)
    const octets = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, made!.key, new Uint8Array(3))
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, again!, octets)
    assert.equal(await keys.known(made!.keeping), undefined, 'it opens no more: begin anew')
})

async function house() {
    const server = new FakeServer()
    server.core = { ...server.core, maxObjectsInGet: 500 }
    const box = (role: string, sortOrder: number) => server.data.add('Mailbox',
        { name: role, role, sortOrder, unreadEmails: 0 })
    const [archive, inbox] = [box('archive', 2), box('inbox', 1)]
    const ids = Array.from({ length: 5 }, (_, i) => server.data.add('Email', { subject: `${i}`, keywords: {}, mailboxIds: { [inbox]: true }, from: null, size: 100,
        receivedAt: `2026-11-30T08:00:0${i}Z` })).reverse()
    return { server, archive, inbox, ids, ...await sealed() }
}

type House = Awaited<ReturnType<typeof house>>

async function visit({ server, cache }: House, context: TestContext) {
    const client = await Client.open({ base: BASE, credentials: CREDENTIALS, fetch: server.fetch,
        clock: new FakeClock() })
    assert(client.ok)
    const kept: Kept = { cache, isFirst: true, close: () => undefined, erase: async () => undefined }
    const mail = new Mail(client.value, en, kept)
    context.after(() => mail.close())
    return mail
}

async function seenBy(mail: Mail, count: number) { await until(() => mail.shown.value.length === count && mail.query.value!.isThere.value && mail.shown.value.at(0) !== undefined) }

test('what was seen last is there at the next visit before the server has said anything, then as it is by then',
    async context => {
    const home = await house()
    const first = await visit(home, context)
    await first.start()
    await seenBy(first, 5)
    await first.keep()
    first.close()
    const newest = home.server.data.add('Email', { subject: 'new', keywords: {}, mailboxIds: { [home.inbox]: true },
        from: null, size: 100, receivedAt: '2026-11-30T09:00:00Z' })
    home.server.data.patch('Email', home.ids[0]!, { 'keywords/$flagged': true })
    const next = await visit(home, context)
    const snapshot = await readSnapshot(home.cache, Date.now())
    assert(snapshot)
    const before = home.server.requests.length
    const started = next.start(snapshot)
    await until(() => next.shown.value.length === 5)
    assert.equal(home.server.requests.length, before, 'nothing was asked for yet')
    assert.equal(next.emails.seen(home.ids[0]!).value?.subject, '4')
    await started
    await until(() => next.shown.value.at(0) === newest)
    await until(() => next.emails.seen(home.ids[0]!).value?.keywords['$flagged'] === true)
    assert.equal(await readSnapshot(home.cache, Date.now() + 15 * 86_400_000), undefined, 'too old')
})

test('what was done without a connection goes when it is back, once, though the page was loaded anew and the session has ended', async context => {
    const home = await house()
    const first = await visit(home, context)
    await first.start()
    await seenBy(first, 5)
    await first.keep()
    home.server.faults.push(...Array.from({ length: 40 }, () => 'lost-before' as const))
    first.open(home.ids[1]!)
    first.actions.toggle('$flagged')
    first.actions.archive()
    await until(() => first.outbox.length === 4)
    await until(() => first.outbox.mode.value === 'waiting')
    first.close()
    home.server.faults.length = 0
    const next = await visit(home, context)
    const asked = home.server.requests.length
    const started = next.start(await readSnapshot(home.cache, Date.now()))
    await until(() => next.query.value?.isThere.value === true)
    assert.deepEqual([next.shown.value.length, next.shown.value.rowOf(home.ids[1]!), home.server.requests.length],
        [4, -1, asked], 'what was put away is not seen again')
    await started
    await until(() => next.outbox.length === 0)
    const stored = home.server.data.rows['Email']!.get(home.ids[1]!) as unknown as { keywords: object,
        mailboxIds: object }
    assert.deepEqual([stored.keywords, stored.mailboxIds], [{ $seen: true, $flagged: true }, { [home.archive]: true }])
    // what is done is taken out of the cache a moment later
    for (let i = 0; i < 400 && (await home.cache.all('outbox')).length > 0; i++) await new Promise(resolve => setTimeout(resolve, 5))
    assert.deepEqual(await home.cache.all('outbox'), [], 'nothing is sent twice')
})

test('a message that was opened is there without the server', async context => {
    const home = await house()
    const first = await visit(home, context)
    await first.start()
    await seenBy(first, 5)
    await first.ahead()
    while ((await home.cache.all('bodies')).length < 5) await new Promise(resolve => setTimeout(resolve, 0))
    first.close()
    const next = await visit(home, context)
    home.server.faults.push(...Array.from({ length: 40 }, () => 'lost-before' as const))
    assert.equal((await next.bodies.get(home.ids[2]!))?.id, home.ids[2])
})
