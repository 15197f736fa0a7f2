import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Email } from '../src/jmap/types'
import { textOf } from '../src/mail/parts'
import { deletesSpace, flowed, isFlowed } from '../src/text/flowed'

test('lines that go on are one; quotes stay as deep as they were; a signature stands alone', () => {
    const cases: [string, string][] = [
        ['one \ntwo \nthree\nfour', 'one two three\nfour'],
        ['one \r\ntwo\r\n\r\nthree\r\n', 'one two\n\nthree\n'],
        ['> a \n> b\n>> c \n>> d\ne', '> a b\n>> c d\ne'],
        ['> a \n>> b \nc', '> a \n>> b \nc'],
        ['>a \n>b', '> a b'],
        ['>\n> \n>', '>\n>\n>'],
        [' From here \n  indented \n >not quoted', 'From here  indented >not quoted'],
        [' >not quoted', ' >not quoted'],
        ['text \n-- \nAnna \nRossi', 'text \n-- \nAnna Rossi'],
        ['> text \n> -- \n> Anna', '> text \n> -- \n> Anna'],
        ['ends \n', 'ends '],
        ['', ''],
    ]
    for (const [text, wanted] of cases) assert.equal(flowed(text, false), wanted, JSON.stringify(text))
    assert.equal(flowed('日本 \n語 \n\nx  \ny', true), '日本語\nx y')
})

test('the type says it', () => {
    for (const type of ['text/plain; format=flowed', 'text/plain;format=flowed;charset=x',
        ' text/plain; charset="utf-8";\r\n Format="Flowed"; delsp=no']) assert(isFlowed(type)
            && !deletesSpace(type), type)
    for (const type of ['', 'text/plain', 'text/plain; format=fixed', 'text/plain; x-format=flowed',
        'text/plain; charset=format=flowed2']) assert(!isFlowed(type), type)
    assert(deletesSpace('text/plain; format=flowed; DelSp=yes'))
})

test('a message is read as its parts say: one flows, one does not', () => {
    const part = (partId: string, type: string | null) => ({ partId, type: 'text/plain',
        'header:Content-Type:asRaw': type })
    const value = { value: 'a \nb', isEncodingProblem: false, isTruncated: false }
    const textBody = [part('1', ' text/plain; format=flowed'), part('2', ' text/plain'), part('3', null),
        part('4', 'text/plain; format=flowed; delsp=yes')]
    const email = { textBody, bodyValues: { 1: value, 2: value, 3: value, 4: value } } as unknown as Email
    assert.equal(textOf(email).text, 'a b\n\na \nb\n\na \nb\n\nab')
})

test('long text is joined in little time', () => {
    for (const part of ['a \n', '>', '> \n', ' ', '>a \n>> b \n', '-- \n']) {
        const started = process.cpuUsage().user
        flowed(part.repeat(100_000), true)
        assert(process.cpuUsage().user - started < 2_000_000, part)
    }
})
