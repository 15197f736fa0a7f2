import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { signal } from '@preact/signals'
import { Client } from '../src/jmap/client'
import { ok } from '../src/base/result'
import { octetsOf } from '../src/openpgp/octets'
import { unwrapping } from '../src/settings/unwrapping'
import { wrapping } from '../src/settings/wrapping'
import { begin, type Running, runningOf, stop } from '../src/settings/running'
import { unwrapAll } from '../src/settings/wrap-all'
import type { OpenPgp } from '../src/openpgp/openpgp'
import { FakeClock } from './fake-clock'
import { BASE, CREDENTIALS, FakeServer } from './fake-server'

/** What is downloaded. */
let files: (url: string) => Response | undefined = () => undefined

/** As much of the browser's as an upload needs. */
class Uploading {
    readonly upload = {}
    readonly status = 201
    readonly responseText = JSON.stringify({ blobId: 'up', type: 'message/rfc822', size: 1 })
    onload: () => void = () => undefined
    open(): void {}
    setRequestHeader(): void {}
    abort(): void {}
    send(): void { queueMicrotask(() => this.onload()) }
}

async function open(context: TestContext) {
    const server = new FakeServer()
    files = () => undefined
    const client = await Client.open({ base: BASE, credentials: CREDENTIALS, clock: new FakeClock(),
        fetch: async (url, init) => files(url) ?? server.fetch(url, init) })
    assert(client.ok)
    context.after(() => client.value.close())
    return { server, client: client.value }
}

const one = (): Running => ({ work: unwrapAll, progress: signal(undefined), running: signal(undefined),
    said: signal('') })

test('what decrypts ends when the level is another one, and when another pass begins', async context => {
    const { client } = await open(context)
    stop(client)
    const [first, second] = [one(), one()]
    const before = begin(client, first).signal
    assert.equal(first.running.value?.signal, before)
    const now = begin(client, second).signal
    assert.deepEqual([before.aborted, now.aborted, runningOf(client)], [true, false, second])
    stop(client)
    assert(now.aborted)
})

test('where another browser has changed the level the server refuses, and no more is asked for', async context => {
    const { server, client } = await open(context)
    const mail = 'Received: from b.example by a.example; Mon, 30 Nov 2026 10:00:00 +0000\r\n'
        + 'From: bob@b.example\r\nSubject: x\r\nMessage-ID: <1@b.example>\r\nContent-Type: text/plain\r\n\r\nx\r\n'
    const { outer, inner } = wrapping(octetsOf(mail), `=_${'0f'.repeat(18)}`)
    const raw = octetsOf(`${outer}MIME-Version: 1.0\r\nContent-Type: multipart/encrypted; boundary="x"\r\n\r\n...`)
    assert(unwrapping(raw, inner))
    const types = ['application/pgp-encrypted', 'application/octet-stream'].map(type => ({ type }))
    for (let i = 0; i < 3; i++) {
        server.data.add('Email', { receivedAt: `2026-11-30T08:00:0${i}Z`, blobId: `b${i}`, size: raw.length,
            keywords: {}, mailboxIds: {}, bodyStructure: { type: 'multipart/encrypted', subParts: types },
            'header:Encrypted-At-Delivery:asRaw': ' by a' })
    }
    files = url => url.includes('/download/') ? new Response(raw) : undefined
    Object.assign(globalThis, { XMLHttpRequest: Uploading })
    context.after(() => Reflect.deleteProperty(globalThis, 'XMLHttpRequest'))
    let asked = 0
    const answer = server.data.answer.bind(server.data)
    server.data.answer = (name, args) => {
        if (name !== 'Email/exchange') return answer(name, args)
        asked++
        return [name, { emailId: args['emailId'], notExchanged: { type: 'forbidden' } }]
    }
    const openPgp = { worker: { call: async () => ok(inner) } } as unknown as OpenPgp
    assert.equal(await unwrapAll(client, openPgp, () => undefined, new AbortController().signal), undefined)
    assert.equal(asked, 1)
})
