import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EmailBodyPart } from '../src/jmap/types'
import { attachedMail } from '../src/mail/attached-mail'
import { namesOf } from '../src/mail/attachments'
import type { Opened } from '../src/mail/bodies'
import { cutHtmlPart, htmlOf, isShownInside } from '../src/mail/parts'
import { previewKind } from '../src/mail/previews'
import { storyOf } from '../src/mail/story'
import { en } from '../src/text/en'
import { cutQuote } from '../src/text/quoting'

function part(more: Partial<EmailBodyPart>): EmailBodyPart {
    return { partId: '1', blobId: 'b1', size: 10, name: null, type: 'text/plain', disposition: null,
        cid: null, ...more }
}

function email(results: string[], more: Partial<Opened> = {}): Opened {
    return { 'header:Authentication-Results:asRaw:all': results, 'header:X-Spam-Status:asRaw': null,
        'header:Received:asRaw:all': [' from a ([192.0.2.1])\r\n\tby mail.home.example with ESMTP; Mon, 30 Nov 2026 08:51:41 +0000',
            ' from b by mx.other.example; Mon, 30 Nov 2026 08:51:40 +0000'], ...more } as Opened
}

test('what is quoted at the end is cut off, with the line that says who wrote it', () => {
    const cases: [string, string, string][] = [
        ['Yes.\n\nOn Monday 3, Bruno wrote:\n> Shall we?\n>\n> B\n', 'Yes.',
            'On Monday 3, Bruno wrote:\n> Shall we?\n>\n> B'],
        ['Yes.\n\nOn Monday 3 Nov 2026, Bruno <bruno@friends.example>\nwrote:\n> Shall we?', 'Yes.',
            'On Monday 3 Nov 2026, Bruno <bruno@friends.example>\nwrote:\n> Shall we?'],
        ['> Shall we?\nYes.', '> Shall we?\nYes.', ''],
        ['> nothing but this', '> nothing but this', ''],
        ['Look:\n> a', 'Look:', '> a'],
        ['No quote at all\n', 'No quote at all\n', ''],
        ['', '', ''],
    ]
    for (const [text, own, quote] of cases) assert.deepEqual(cutQuote(text), { own, quote }, text)
})

test('of results only those of our server are believed', () => {
    const ours = ' mail.home.example;\r\n\tspf=pass (a; b=c) smtp.mailfrom=x@shop.example;\r\n\tdkim=fail header.d=shop.example; dmarc=pass header.from=shop.example'
    const story = storyOf(email([ours]))
    assert.equal(story.trust, 'shown')
    assert.deepEqual(story.checks.map(({ method, outcome, domain }) => `${method} ${outcome} ${domain}`),
        ['spf pass shop.example', 'dkim fail shop.example', 'dmarc pass shop.example'])
    assert.deepEqual(story.hops.map(one => one.by), ['mx.other.example', 'mail.home.example'])
    assert.equal(story.hops[1]!.at, '2026-11-30T08:51:41.000Z')
    assert.equal(storyOf(email([' mx.other.example; dmarc=pass header.from=bank.example'])).trust, 'unknown')
    assert.equal(storyOf(email([' x.example; dmarc=pass', ' mail.home.example; dmarc=pass'])).trust, 'unknown')
    assert.equal(storyOf(email([' mail.home.example; dmarc=fail header.from=bank.example'])).trust, 'forged')
    assert.deepEqual(storyOf(email([' mail.home.example; none'])).checks, [])
    assert.deepEqual(storyOf(email([], { 'header:Received:asRaw:all': null })).hops, [])
})

test('what the filter thinks comes with its reasons, the weightiest first', () => {
    const { score, reasons } = storyOf(email([], { 'header:X-Spam-Status:asRaw': ' Yes, score=7.3 required=5.5\r\n\ttests=link-to-number=1.7,known-sender=-3,caps=2.4' }))
    assert.deepEqual(score, { isJunk: true, points: 7.3, required: 5.5 })
    assert.deepEqual(reasons.map(one => `${one.name} ${one.points}`), ['known sender -3', 'caps 2.4', 'link to number 1.7'])
})

test('files get names that are no paths and none twice', () => {
    const all = ['../../etc/passwd', 'a.txt', 'A.txt', '"><img src=x>.html', null, '\u202egpj.exe', '...'].map(name => part({ name }))
    assert.deepEqual(namesOf(all, en), ['_.._etc_passwd', 'a.txt', 'A (2).txt', '___img src=x_.html', 'unnamed.txt',
        'gpj.exe', 'unnamed (2).txt'])
})

test('HTML is looked at as text, and what is no picture, text or PDF is only saved', () => {
    const cases: [string, string | null, string | undefined][] = [['text/html', null, 'text'],
        ['image/svg+xml', null, 'text'], ['image/tiff', null, undefined],
        ['application/pdf', null, 'pdf'], ['application/octet-stream', 'x.PDF', 'pdf'],
            ['application/octet-stream', 'x.exe', undefined],
        ['message/rfc822', null, 'mail'], ['application/zip', 'x.pdf', undefined]]
    for (const [type, name, kind] of cases) assert.equal(previewKind(part({ type, name })), kind, type)
    assert.equal(previewKind(part({ size: 1e9 })), undefined)
})

test('pictures between texts are put into the HTML; what it shows itself is no attachment', () => {
    const image = part({ partId: '3', blobId: 'b3', type: 'image/png', cid: 'x"y' })
    const html = htmlOf({ htmlBody: [part({ type: 'text/html' }), part({ partId: '2' }), image],
        bodyValues: { 1: { value: '<p>Hi' }, 2: { value: '<b>' } } } as unknown as Opened)!
    assert.equal(html.html, '<p>Hi\n<pre>&#60;b&#62;</pre>\n<p><img src="cid:x&#34;y"></p>')
    assert(isShownInside(part({ type: 'image/png', cid: 'a@b' }), '<img src="cid:a@b">'))
    assert(!isShownInside(part({ type: 'image/png', cid: 'a@b', disposition: 'attachment' }), '<img src="cid:a@b">'))
    assert(!isShownInside(part({ type: 'application/pdf', cid: 'a@b' }), 'cid:a@b'))
})

test('what was cut off can be had where it is one part', () => {
    const html = part({ type: 'text/html' })
    const of = (htmlBody: EmailBodyPart[], isTruncated: boolean) => cutHtmlPart({ htmlBody, bodyValues: { 1: { value: '', isTruncated, isEncodingProblem: false } } } as unknown as Opened)
    assert.equal(of([html], true), html)
    assert.equal(of([html], false), undefined)
    assert.equal(of([html, part({ type: 'text/html', partId: '2' })], true), undefined)
    assert.equal(of([part({})], true), undefined)
})

test('a message that is attached is read as one, with what is attached to it', async () => {
    const octets = (text: string) => new TextEncoder().encode(text.replace(/\n/g, '\r\n'))
    const read = await attachedMail(octets(['From: =?utf-8?Q?Bj=C3=B6rn?= <bjorn@friends.example>', 'To: list: a@x.example, B <b@x.example>;', 'Date: Mon, 30 Nov 2026 08:00:00 +0100',
        'Subject: =?utf-8?Q?=C3=9Cber?=', ' uns', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/html', '', '<p>Hello',
        '--b', 'Content-Type: message/rfc822', '', 'Subject: deeper', '', 'text', '--b', 'Content-Type: application/pdf; name=a.pdf', 'Content-Transfer-Encoding: base64', '', 'JVBERg==', '--b--', ''].join('\n')))
    assert(read.ok)
    const { subject, from, to, sent, body } = read.value
    assert.deepEqual([subject, from, to.map(one => one.email)], ['Über uns', [{ name: 'Björn', email: 'bjorn@friends.example' }], ['a@x.example', 'b@x.example']])
    assert.equal(sent?.toISOString(), '2026-11-30T07:00:00.000Z')
    assert.deepEqual(body.attachments.map(one => [one.type, one.name]), [['message/rfc822', null], ['application/pdf', 'a.pdf']])
    const empty = await attachedMail(octets(''))
    assert(empty.ok && empty.value.subject === '' && empty.value.sent === undefined)
    assert.deepEqual(await attachedMail(octets(`X: ${'y'.repeat(100_000)}\n\n`)), { ok: false, error: 'tooLarge' })
    const deep = Array.from({ length: 30 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`).join('')
    assert.deepEqual(await attachedMail(octets(deep)), { ok: false, error: 'tooDeep' })
})

test('what has no name is called by what programs know it by', () => {
    const of = (type: string) => namesOf([{ partId: '1', blobId: 'b', size: 1, name: null, type, disposition: null, cid: null }], en)[0]
    assert.deepEqual(['text/calendar', 'message/rfc822', 'image/jpeg', 'application/octet-stream', 'x/../..'].map(of),
        ['unnamed.ics', 'attached message.eml', 'unnamed.jpg', 'unnamed.bin', 'unnamed.bin'])
})
