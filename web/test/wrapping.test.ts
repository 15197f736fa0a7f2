import assert from 'node:assert/strict'
import { test } from 'node:test'
import { octetsOf } from '../src/openpgp/octets'
import { unwrapping } from '../src/settings/unwrapping'
import { wrapping } from '../src/settings/wrapping'

const MAIL = ['Received: from b.example by a.example;', ' Mon, 30 Nov 2026 10:00:00 +0000',
    'From: Böb <bob@b.example>', 'To: anna@a.example', 'Subject: secret plans',
    'Thread-Topic: secret plans', 'Message-ID: <1@b.example>', 'Content-Type: text/plain; charset="utf-8"', 'Content-Language: en', '', 'The body. é', ''].join('\r\n')
const text = (octets: Uint8Array) => new TextDecoder().decode(octets)
const wrap = (mail: string) => wrapping(octetsOf(mail), 'B')

test('outside is what a list of mail needs, and inside is the message to the octet', () => {
    const { outer, inner } = wrap(MAIL)
    assert.deepEqual([...outer.matchAll(/^([A-Za-z-]+):/gm)].map(one => one[1]), ['Encrypted-At-Delivery', 'Received', 'From', 'To', 'Subject', 'Message-ID'])
    assert.ok(!outer.includes('plans') && outer.includes('Subject: [...]\r\n') && outer.includes('Böb'))
    const without = text(inner).replace(/^Encrypted-At-Delivery:.*\r\n/, '').replace(/^HP-Outer:.*\r\n(?:[ \t].*\r\n)*/gm, '').replace(';\r\n hp="cipher"; protected-headers="v1"', '')
    assert.equal(without, MAIL)
    assert.ok(text(inner).includes('HP-Outer: Received: from b.example by a.example;\r\n Mon,'))
})

test('what is odd is enclosed as it is, and says nothing outside', () => {
    const type = 'Content-Type: text/plain; charset="utf-8"\r\n'
    for (const odd of ['', type + type, 'Content-Type: nonsense\r\n', 'Content-Type: text/plain; x="open\r\n',
        'Content-Type: text/plain (open\r\n', 'Content-Type: text/plain; hp="clear"\r\n',
        `${type}HP-Outer: From: eve@e.example\r\n`, `${type}no field\r\n`]) {
        const mail = MAIL.replace(type, odd)
        const { outer, inner } = wrap(mail)
        assert.ok(text(inner).includes(`Content-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n${mail}\r\n--B--`), odd)
        assert.ok(/\r\nSubject: secret plans\r\n/.test(text(inner)) && !outer.includes('plans'), odd)
    }
})

test('a header without a body, bare line feeds, a long header: nothing is lost, and little is outside', () => {
    for (const mail of ['', 'Subject: x', 'Content-Type: text/plain\r\n', '\r\nbody']) assert.ok(text(wrap(mail).inner).includes(`\r\n\r\n${mail}\r\n--B--`), mail)
    assert.ok(text(wrap(MAIL.replace(/\r\n/g, '\n')).inner).endsWith('Content-Language: en\n\nThe body. é\n'))
    assert.ok(wrap('Received: from x by y; now\r\n'.repeat(10_000) + MAIL).outer.length < 40 << 10)
})

/** As it lies at the server. */
const kept = (outer: string) => octetsOf(`${outer}MIME-Version: 1.0\r\nContent-Type: multipart/encrypted; boundary="x"\r\n\r\n...`)

test('what was wrapped comes back to the octet, odd or not', () => {
    const type = 'Content-Type: text/plain; charset="utf-8"\r\n'
    const boundary = `=_${'0f'.repeat(18)}`
    for (const mail of [MAIL, MAIL.replace(type, ''), MAIL.replace(type, type + type), MAIL.replace(type, `${type}no field\r\n`), MAIL.replace(type, `${type}HP-Outer: From: eve@e.example\r\n`)]) {
        const { outer, inner } = wrapping(octetsOf(mail), boundary)
        assert.equal(text(unwrapping(kept(outer), inner) ?? octetsOf('')), mail)
    }
})

test('what a stranger has encrypted stays as it is, whatever it says of itself', () => {
    const { outer, inner } = wrap(MAIL)
    const received = 'Received: from e by a.example; Mon, 30 Nov 2026 11:00:00 +0000\r\n'
    assert.ok(unwrapping(kept(outer), inner))
    assert.equal(unwrapping(kept(received + outer), inner), undefined)
    assert.equal(unwrapping(kept(outer.replace('\r\n', `\r\n${received}`)), inner), undefined)
    assert.equal(unwrapping(kept(outer), octetsOf(text(inner).replace('\r\nFrom: Böb', '\r\nFrom: bank@bank.example\r\nFrom: Böb'))), undefined)
    assert.equal(unwrapping(kept(outer), octetsOf(text(inner).replace('\r\nFrom: Böb', '\r\nFrom: bank@bank.example\r\nX-Old: Böb'))), undefined)
    assert.equal(unwrapping(kept(outer), octetsOf(MAIL)), undefined)
    assert.equal(unwrapping(octetsOf(MAIL), inner), undefined)
    for (const nothing of ['', '\r\n', 'Encrypted-At-Delivery: x\r\n', 'Encrypted-At-Delivery: x\r\nHP-Outer: y\r\n']) assert.equal(unwrapping(octetsOf(nothing), octetsOf(nothing)), undefined)
})
