import assert from 'node:assert/strict'
import { test } from 'node:test'
import { effect } from '@preact/signals-core'
import { Client } from '../src/jmap/client'
import { MemoryCache } from '../src/store/cache'
import { type Identified, Records } from '../src/store/records'
import { Sync } from '../src/store/sync'
import { FakeClock } from './fake-clock'
import { BASE, CREDENTIALS, FakeServer } from './fake-server'

async function open(keepsAll: boolean, server = new FakeServer(), cache = new MemoryCache()) {
    const client = await Client.open({ base: BASE, credentials: CREDENTIALS, fetch: server.fetch,
        clock: new FakeClock() })
    assert(client.ok)
    const records = new Records<Identified>('Email')
    const sync = new Sync(client.value, { type: 'Email', records, keepsAll }, cache)
    return { server, sync, records, cache }
}

test('what is known follows the server; what nobody has asked for is not fetched', async () => {
    const one = await open(false)
    const [known, other] = [one.server.data.add('Email', { n: 1 }), one.server.data.add('Email', { n: 1 })]
    await one.sync.pull()
    one.records.put([{ id: known, n: 1 } as Identified])
    const heard: unknown[] = []
    one.sync.changed.on(ids => { heard.push(ids) })
    one.server.data.patch('Email', known, { n: 2 })
    one.server.data.patch('Email', other, { n: 2 })
    await one.sync.pull()
    assert.deepEqual(one.records.said(known), { id: known, n: 2 })
    assert.deepEqual(one.records.ids(), [known])
    assert.deepEqual(heard, [[known, other]])
    one.server.data.remove('Email', known)
    await one.sync.pull()
    assert.deepEqual(one.records.ids(), [])
})

test('many changes come in parts', async () => {
    const one = await open(true)
    await one.sync.pull()
    one.server.data.changesMax = 7
    for (let i = 0; i < 30; i++) one.server.data.add('Email', { n: i })
    await one.sync.pull()
    assert.equal(one.records.ids().length, 30)
    assert.equal(one.sync.state, String(one.server.data.revision))
})

test('where changes cannot be had, what was known and kept is dropped', async () => {
    const one = await open(true)
    const gone = one.server.data.add('Email', {})
    await one.sync.pull()
    one.server.data.remove('Email', gone)
    const there = one.server.data.add('Email', {})
    one.server.data.knownSince = one.server.data.revision
    await one.sync.pull()
    assert.deepEqual(one.records.ids(), [there])
    assert.deepEqual((await one.cache.all('Email')).map(([key]) => key), [there])
})

test('the next visit begins with what was kept, and asks for changes alone', async () => {
    const one = await open(true)
    const id = one.server.data.add('Email', { n: 1 })
    await one.sync.pull()
    const two = await open(true, one.server, one.cache)
    await two.sync.load()
    assert.deepEqual(two.records.said(id), { id, n: 1 })
    const before = one.server.requests.length
    await two.sync.pull()
    assert.deepEqual(one.server.requests.slice(before).flat().map(call => call[0]), ['Email/changes'])
})

test('records that nobody looks at are forgotten, those that are seen stay', () => {
    const records = new Records<Identified>('Email', 3)
    const seen: unknown[] = []
    const stop = effect(() => { seen.push(records.seen('a').value?.id) })
    for (const id of ['a', 'b', 'c', 'd', 'e']) records.put([{ id }])
    assert.deepEqual(records.ids(), ['a', 'd', 'e'])
    assert.deepEqual(seen, [undefined, 'a'])
    stop()
    records.put([{ id: 'f' }])
    assert(!records.has('a'))
})

test('a signal that was let go and is looked at again goes on', () => {
    const records = new Records<Identified & { n: number }>('Email', 3)
    const held = records.seen('a')
    effect(() => { void held.value })()
    records.put([{ id: 'a', n: 1 }])
    const seen: unknown[] = []
    effect(() => { seen.push(held.value?.n) })
    records.put([{ id: 'a', n: 2 }])
    assert.deepEqual(seen, [1, 2])
})
