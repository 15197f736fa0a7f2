import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '../src/jmap/client'
import { EventReader } from '../src/jmap/events'
import { Push, type PushMode } from '../src/jmap/push'
import { FakeClock, until } from './fake-clock'
import { ACCOUNT, BASE, CREDENTIALS, FakeServer } from './fake-server'
import { Random, seeds } from './random'

async function listening(streams: (() => Response)[]) {
    const server = new FakeServer()
    server.streams = streams
    const clock = new FakeClock()
    const client = await Client.open({ base: BASE, credentials: CREDENTIALS, fetch: server.fetch, clock })
    assert(client.ok)
    const heard: (Record<string, string> | null)[] = []
    const modes: PushMode[] = []
    const listener = { changed: (states: Record<string, string> | null) => { heard.push(states) },
        mode: (mode: PushMode) => { modes.push(mode) } }
    const push = new Push(client.value, ['Email'], listener)
    const over = push.run()
    return { server, heard, modes, push, over, clock }
}

function state(id: string): string {
    const data = JSON.stringify({ '@type': 'StateChange', changed: { [ACCOUNT]: { Email: id } } })
    return `event: state\r\nid: ${id}\r\ndata: ${data}\r\n\r\n`
}

/** Says this and ends; or stays open and silent. */
function stream(text: string, isOpen = false): () => Response {
    return () => new Response(new ReadableStream({
        start(controller) {
            controller.enqueue(new TextEncoder().encode(text))
            if (!isOpen) controller.close()
        },
    }))
}

test('it tells what has changed, comes again, and says what it has heard', async () => {
    const one = await listening([stream(`:\r\n\r\n${state('5')}`), stream(state('6'))])
    await until(() => one.heard.length >= 3)
    one.push.stop()
    await one.over
    assert.deepEqual(one.heard.slice(0, 3), [null, { Email: '5' }, { Email: '6' }])
    assert.equal(one.server.streamsAsked[0]!.get('Last-Event-ID'), null)
    assert.equal(one.server.streamsAsked[1]!.get('Last-Event-ID'), '5')
    assert.equal(one.modes[0], 'live')
})

test('a connection that is silent is given up', async () => {
    const one = await listening([stream('event: ping\r\ndata: {"interval":10}\r\n\r\n', true), stream(state('9'))])
    await until(() => one.heard.some(heard => heard?.['Email'] === '9'))
    one.push.stop()
    await one.over
    assert(one.clock.slept.includes(25_000))
})

test('without events it polls, and goes on trying', async () => {
    const one = await listening([])
    await until(() => one.heard.length >= 2)
    assert.deepEqual(one.modes, ['polling'])
    one.server.streams = [stream(state('7'))]
    await until(() => one.modes.includes('live'))
    one.push.stop()
    await one.over
})

test('it ends when the credentials are no longer taken', async () => {
    const one = await listening([() => new Response('', { status: 401 })])
    await one.over
    assert.deepEqual(one.modes, ['signedOut'])
})

for (const seed of seeds()) {
    test(`events are the same however they are cut: seed ${seed}`, () => {
        const random = new Random(seed)
        const text = `:c\n\nid: 1\ndata: a\ndata:b\n\n${state('8')}event\rdata: é\r\r\ndata: last\n\n`
        const whole = new EventReader().read(text)
        const reader = new EventReader()
        const events = []
        for (let at = 0; at < text.length;) {
            const length = random.below(5)
            events.push(...reader.read(text.slice(at, at + length)))
            at += length
        }
        assert.deepEqual(events, whole)
        assert.deepEqual(whole.map(one => one.data.slice(0, 4)), ['a\nb', '{"@t', 'é', 'last'])
    })
}
