import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { Result } from '../src/base/result'
import { gossipLines, heard } from '../src/contacts/autocrypt'
import { emptyDraft } from '../src/compose/draft'
import { innerEntity, outerFields } from '../src/compose/mime'
import { answeredByDraft, answeredIn } from '../src/mail/openpgp-mail'
import type { Identity } from '../src/jmap/types'
import { Engine } from '../src/openpgp/engine'

const ANNA: Identity = { id: 'i1', email: 'anna@one.example', name: 'Anna', replyTo: null, bcc: null, textSignature: '',
    htmlSignature: '', mayDelete: false }

function got<T>(result: Result<T, string>): T {
    assert.ok(result.ok, `refused: ${result.ok ? '' : result.error}`)
    return result.value
}

/** Sent to fifty, as it is read; each has a certificate of so many octets. */
async function sent(...sizes: number[]) {
    const people = Array.from({ length: 50 }, (_, i) => ({ address: `person.${i}@elsewhere.example`,
        octets: new Uint8Array(randomBytes(sizes[i % sizes.length]!)) }))
    const draft = { ...emptyDraft('i1'), to: people.map(one => ({ name: null, email: one.address })), subject: 'Hi',
        text: 'To all.' }
    const engine = new Engine()
    const { certificate } = got(await engine.makeKeys(ANNA.email, 'Anna'))
    const fields = { messageId: 'one@one.example', date: new Date() }
    const inner = innerEntity(draft, ANNA, [], { ...fields, folded: gossipLines(people) }, true)
    const raw = got(await engine.sealMessage({ outer: outerFields(draft, ANNA, fields, ''), inner,
        to: [certificate.octets], isSigned: true }))
    const opened = got(await engine.openMessage({ raw, from: [ANNA.email], certificates: [certificate.octets] }))
    assert.equal(opened.state, 'open')
    const { to = [], fields: all = [] } = opened.headers ?? {}
    assert.equal(to.length, 50)
    for (const { address, octets } of heard(all, to.map(one => one.email))) assert.deepEqual(octets,
        people.find(one => one.address === address)!.octets, 'none is cut')
    return heard(all, to.map(one => one.email)).map(one => one.address)
}

test('certificates that are said to the others never make a message that opens nowhere', async () => {
    assert.equal((await sent(400)).length, 39, 'small ones of nearly all')
    assert.equal((await sent(2_400)).length, 7, 'those of RSA of some')
    // the second is longer than what is read of a field; the others come through beside it
    assert.deepEqual(await sent(7_000, 7_500), ['person.0@elsewhere.example', 'person.2@elsewhere.example'])
})

test('who got what is answered is who its protected fields name, and a draft keeps it', () => {
    const opened = (...fields: [string, string][]) => ({ headers: { fields,
        from: [{ name: '', email: 'Bea@two.example' }],
        to: [{ name: '', email: 'anna@one.example' }], cc: [{ name: '', email: 'C@two.example' }],
        replyTo: [{ name: '', email: 'other@two.example' }] } }) as never
    assert.deepEqual([...answeredIn(opened())], ['bea@two.example', 'anna@one.example', 'c@two.example'])
    assert.deepEqual([...answeredIn({} as never)], [])
    assert.equal(answeredByDraft(opened(['Subject', 'x'])), undefined)
    const of = (value: string) => [...answeredByDraft(opened(['Sigillo-About-Encrypted', value]))!]
    assert.deepEqual(of('yes'), [], 'sent on, or by a program of before')
    assert.deepEqual(of('bea@two.example, C@two.example'), ['bea@two.example', 'c@two.example'])
})
