import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '../src/jmap/client'
import { MemoryCache } from '../src/store/cache'
import { Outbox, type Refused } from '../src/store/outbox'
import { Records } from '../src/store/records'
import { Sync, type Synced } from '../src/store/sync'
import { FakeClock, until } from './fake-clock'
import { BASE, CREDENTIALS, type Fault, FakeServer } from './fake-server'
import { Random, seeds } from './random'

type Row = { id: string, subject?: string, name?: string, keywords?: Record<string, true>,
    mailboxIds?: Record<string, true> }

async function open(server = new FakeServer(), cache = new MemoryCache()) {
    const clock = new FakeClock()
    const opened = await Client.open({ base: BASE, credentials: CREDENTIALS, fetch: server.fetch, clock })
    assert(opened.ok)
    const client = opened.value
    const kept = (type: 'Mailbox' | 'Email') => {
        const records = new Records<Row>(type, 5_000, (...of) => outbox.overlay(...of))
        const sync = new Sync(client, { type, records, keepsAll: true } as unknown as Synced, cache)
        return { records, sync }
    }
    const types = { Mailbox: kept('Mailbox'), Email: kept('Email') }
    const outbox = new Outbox(client, types as never, cache, clock, () => 0.5)
    const refused: Refused[] = []
    outbox.refused.on(one => { refused.push(one) })
    for (const { sync } of Object.values(types)) assert((await sync.pull()).ok)
    const seen = (id: string) => types.Email.records.seen(id).value
    const idle = () => until(() => outbox.mode.value === 'idle' && outbox.length === 0)
    return { server, client, outbox, seen, idle, refused, cache, ...types }
}

function email(server: FakeServer, keywords: Record<string, true> = {}) {
    return server.data.add('Email', { subject: 'Hello', keywords, mailboxIds: { in: true } })
}

function stored(server: FakeServer, id: string) { return server.data.rows['Email']!.get(id) as Row | undefined }

function sets(server: FakeServer) { return server.requests.flat().filter(call => call[0].endsWith('/set')) }

test('a change is seen at once, and then is at the server, in one request', async () => {
    const server = new FakeServer()
    const id = email(server)
    const one = await open(server)
    const before = server.requests.length
    one.outbox.update('Email', { [id]: { 'keywords/$flagged': true } })
    assert.deepEqual(one.seen(id)?.keywords, { $flagged: true })
    assert.deepEqual(stored(server, id)?.keywords, {})
    await one.idle()
    assert.deepEqual(stored(server, id)?.keywords, { $flagged: true })
    assert.deepEqual(server.requests[before]!.map(call => call[0]), ['Email/set', 'Email/changes'])
    assert.deepEqual(await one.cache.all('outbox'), [])
})

test('when another was first his change is kept, and ours is made on top of it', async () => {
    const server = new FakeServer()
    const id = email(server)
    const one = await open(server)
    server.data.patch('Email', id, { 'keywords/$seen': true })
    one.outbox.update('Email', { [id]: { 'mailboxIds/in': null, 'mailboxIds/archive': true } })
    await one.idle()
    assert.deepEqual(stored(server, id), one.seen(id))
    assert.deepEqual(stored(server, id)?.keywords, { $seen: true })
    assert.deepEqual(stored(server, id)?.mailboxIds, { archive: true })
    assert.equal(sets(server).length, 2)
})

test('on an account that never rests it goes without the condition after three times', async () => {
    const server = new FakeServer()
    const id = email(server)
    const one = await open(server)
    const answer = server.fetch
    const busy: typeof answer = async (url, init) => {
        if (String(init.body).includes('Email/set')) email(server)
        return answer(url, init)
    }
    Object.assign(server, { fetch: busy })
    const two = await open(server)
    two.outbox.update('Email', { [id]: { 'keywords/$seen': true } })
    await two.idle()
    assert.deepEqual(sets(server).map(call => call[1]['ifInState'] !== undefined), [true, true, true, false])
    one.client.close()
})

test('what is refused is seen no more, and told', async () => {
    const server = new FakeServer()
    const id = email(server)
    const one = await open(server)
    one.outbox.update('Email', { [id]: { refused: true, 'keywords/$seen': true }, none: { 'keywords/$seen': true } })
    await one.idle()
    assert.deepEqual(one.seen(id)?.keywords, {})
    assert.deepEqual(one.refused.map(({ id: of, error }) => [of, error.type]),
        [[id, 'forbidden'], ['none', 'notFound']])
})

test('an answer that was overtaken takes nothing back, so that what was done can be undone', async () => {
    const server = new FakeServer()
    const id = email(server)
    const one = await open(server)
    const since = one.Email.records.now
    const stale = { ...one.Email.records.said(id)! }
    const group = one.outbox.update('Email', { [id]: { 'mailboxIds/in': null, 'mailboxIds/archive': true } })
    await one.idle()
    // what the list had asked for before comes only now
    one.Email.records.put([stale], since)
    assert.deepEqual(one.seen(id)?.mailboxIds, { archive: true })
    assert(one.outbox.undo(group))
    await one.idle()
    assert.deepEqual(stored(server, id)?.mailboxIds, { in: true })
})

test('undone before it was sent, it is never sent', async () => {
    const server = new FakeServer()
    const id = email(server)
    const one = await open(server)
    const group = one.outbox.update('Email', { [id]: { 'keywords/$seen': true } })
    server.faults.push(503, 503, 503, 503, 503)
    const later = one.outbox.update('Email', { [id]: { 'keywords/$flagged': true } })
    assert(one.outbox.undo(later))
    assert.deepEqual(one.seen(id)?.keywords, { $seen: true })
    await one.idle()
    assert.deepEqual(stored(server, id)?.keywords, { $seen: true })
    assert(group < later)
    assert(!JSON.stringify(sets(server)).includes('$flagged'))
})

test('undone after it was sent, what it changed is as before; what another changed since stays', async () => {
    const server = new FakeServer()
    const [first, second] = [email(server, { $seen: true }), email(server, { $seen: true })]
    const one = await open(server)
    const patch = { 'mailboxIds/in': null, 'mailboxIds/trash': true, 'keywords/$seen': null }
    const group = one.outbox.update('Email', { [first]: patch, [second]: patch })
    await one.idle()
    server.data.patch('Email', second, { 'mailboxIds/trash': null, 'mailboxIds/work': true })
    await one.Email.sync.pull()
    assert(one.outbox.undo(group))
    await one.idle()
    assert.deepEqual([stored(server, first)?.mailboxIds, stored(server, first)?.keywords],
        [{ in: true }, { $seen: true }])
    assert.deepEqual(stored(server, second)?.mailboxIds, { in: true, work: true })
    assert(!one.outbox.undo(999))
})

test('what no record shows is taken back by what undoes it, and where nothing can be it is said', async () => {
    const server = new FakeServer()
    const [first, second] = [email(server), email(server)]
    const one = await open(server)
    const aside = { snoozed: { until: '2026-12-01T07:00:00Z' } }
    const group = one.outbox.update('Email', { [first]: aside, [second]: aside }, { [first]: { snoozed: null } })
    await one.idle()
    // as the server does it: the row that is kept here says nothing of when
    const sent = () => sets(server).map(call => call[1]['update'])
    assert(one.outbox.undo(group))
    await one.idle()
    assert.deepEqual(sent().at(-1), { [first]: { snoozed: null } })
    const unknown = one.outbox.update('Email', { [first]: aside }, {})
    await one.idle()
    assert(!one.outbox.undo(unknown))
    const starred = one.outbox.update('Email', { [first]: { 'keywords/$flagged': true } })
    await one.idle()
    server.data.patch('Email', first, { 'keywords/$flagged': null })
    assert((await one.Email.sync.pull()).ok)
    assert(!one.outbox.undo(starred), 'another has taken it back already')
    assert.equal(sent().length, 4)
})

test('what no record shows is done again when its answer was lost', async () => {
    const server = new FakeServer()
    const id = email(server)
    const one = await open(server)
    server.faults.push('lost-before')
    one.outbox.update('Email', { [id]: { snoozed: null } }, {})
    await one.idle()
    assert.equal(sets(server).length, 1)
})

test('what is created is there at once, and what names it goes by the id of the server', async () => {
    const server = new FakeServer()
    const id = email(server)
    const one = await open(server)
    const name = { name: 'Invoices' }
    const box = one.outbox.create('Mailbox', name, name)
    one.outbox.update('Email', { [id]: { [`mailboxIds/${box}`]: true } })
    assert.equal(one.Mailbox.records.seen(box).value?.name, 'Invoices')
    await one.idle()
    const [made] = [...server.data.rows['Mailbox']!.keys()]
    assert.deepEqual(stored(server, id)?.mailboxIds, { in: true, [made!]: true })
    assert.deepEqual(one.Mailbox.records.ids(), [made])
})

for (const fault of ['lost-before', 'lost-after', 503, 429] as Fault[]) {
    test(`a creation is made once, whatever happens to the connection: ${fault}`, async () => {
        const one = await open()
        one.server.faults.push(fault, fault)
        const born: string[] = []
        one.outbox.created.on(({ to }) => { born.push(to) })
        one.outbox.create('Mailbox', { name: 'Once' }, { name: 'Once' })
        await one.idle()
        assert.deepEqual([...one.server.data.rows['Mailbox']!.keys()], born)
        assert.equal(born.length, 1)
    })
}

test('what waits survives the page', async () => {
    const server = new FakeServer()
    const id = email(server)
    const cache = new MemoryCache()
    const one = await open(server, cache)
    one.server.faults.push(401)
    one.outbox.update('Email', { [id]: { 'keywords/$seen': true } })
    one.outbox.create('Mailbox', { name: 'Kept' }, { name: 'Kept' })
    await until(() => one.outbox.mode.value === 'signedOut')
    one.client.close()
    const two = await open(server, cache)
    await two.outbox.load()
    await two.idle()
    assert.deepEqual(stored(server, id)?.keywords, { $seen: true })
    assert.equal(server.data.rows['Mailbox']!.size, 1)
})

test('changes of more than may be set at once go in parts, and are undone together', async () => {
    const server = new FakeServer()
    const ids = Array.from({ length: 120 }, () => email(server))
    const one = await open(server)
    const group = one.outbox.update('Email', Object.fromEntries(ids.map(id => [id, { 'keywords/$seen': true }])))
    await one.idle()
    assert.equal(sets(server).length, 3)
    assert(ids.every(id => stored(server, id)?.keywords?.['$seen']))
    one.outbox.undo(group)
    await one.idle()
    assert(ids.every(id => !stored(server, id)?.keywords?.['$seen']))
})

for (const seed of seeds()) {
    test(`in the end all have what was written last, and nobody's change is lost: seed ${seed}`, async () => {
        const random = new Random(seed)
        const server = new FakeServer()
        const ids = Array.from({ length: 6 }, () => email(server))
        const one = await open(server)
        const wanted = new Map<string, boolean>()
        const write = (id: string, path: string) => {
            const value = random.below(2) === 0
            wanted.set(`${id} ${path}`, value)
            return { [path]: value ? true : null }
        }
        for (let round = 0; round < 40; round++) {
            const id = random.pick(ids)
            if (random.below(2) === 0) one.outbox.update('Email', { [id]: write(id, `keywords/ours${random.below(3)}`) })
            else server.data.patch('Email', id, write(id, `keywords/theirs${random.below(3)}`))
            if (random.below(5) === 0) server.faults.push(random.pick<Fault>(['lost-before', 'lost-after', 503, 429]))
            if (random.below(8) === 0) server.data.knownSince = server.data.revision
            for (let turns = random.below(4); turns > 0; turns--) await new Promise(resolve => setTimeout(resolve, 0))
        }
        await one.idle()
        assert((await one.Email.sync.pull()).ok)
        for (const [what, value] of wanted) {
            const [id, path] = what.split(' ') as [string, string]
            assert.equal(stored(server, id)?.keywords?.[path.slice('keywords/'.length)] ?? false, value, what)
        }
        for (const id of ids) assert.deepEqual(one.seen(id), stored(server, id))
        assert.deepEqual(one.refused, [])
    })
}
