// Somebody who was invited makes his account, with keys for end-to-end encryption. What opens them is in no request, in
// no file of the server and nowhere in its memory.
//   node stories/sealed-sign-up.mjs DEMO_FOLDER PICTURES_FOLDER LINK PID
// The demo runs already as PID; LINK is of an invitation to sigillo.test.
import assert from 'node:assert/strict'
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as openpgp from 'openpgp'
import { demoIn } from './server.mjs'
import { launch, Stage } from './stage.mjs'

const [folder, pictures, link, pid] = process.argv.slice(2)
if (!pid) throw new Error('Say where the demo is, where pictures go, the link of an invitation, and which process the demo is')
const demo = demoIn(folder)
const PASSPHRASE = 'nove ricci nel giardino'
const OF_FILE = 'dodici lumache sul muro'
const NAME = `carla-${Date.now().toString(36)}`
const PIECE = 1 << 24

/** Signs up, and goes on to the settings, where the keys are taken along. */
async function signUp(stage) {
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light' })
    const sent = []
    page.context().on('request', one => sent.push(one.url(), JSON.stringify(one.headers()), one.postDataBuffer() ?? ''))
    await page.goto(`${demo.origin}/mail/invitation.html${link.slice(link.indexOf('#'))}`)
    await page.locator('input[name=name]').fill(NAME)
    await page.locator('input[name=passphrase]').fill(PASSPHRASE)
    await page.locator('input[name=again]').fill(PASSPHRASE)
    await page.getByRole('button', { name: 'Make my account' }).click()
    const code = await page.locator('.code').innerText()
    await page.locator('input[name=code]').fill(code)
    await page.getByRole('button', { name: 'I have it' }).click()
    await page.getByRole('link', { name: 'Open my mail' }).click()
    await page.locator('.mailboxes').getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: 'End to end' }).click()
    await page.getByText('in use').waitFor()
    await page.getByText('Take the keys along').first().click()
    await page.getByLabel('A passphrase for the file').fill(OF_FILE)
    await page.getByLabel('The same again').fill(OF_FILE)
    const [file] = await Promise.all([page.waitForEvent('download'),
        page.getByRole('button', { name: 'Take the keys along' }).click()])
    const armoured = readFileSync(await file.path(), 'utf8')
    await stage.look(page, 'sealed-sign-up-desk-en-light')
    await page.keyboard.press('Escape')
    return { page, sent: Buffer.concat(sent.map(one => Buffer.from(one))), code, armoured }
}

/** What nobody but this browser may have. */
async function secretsOf({ code, armoured }) {
    const key = await openpgp.decryptKey({ privateKey: await openpgp.readPrivateKey({ armoredKey: armoured }),
        passphrase: OF_FILE })
    const secrets = { passphrase: Buffer.from(PASSPHRASE), 'passphrase of the file': Buffer.from(OF_FILE),
        'recovery code': Buffer.from(code), 'recovery code without dashes': Buffer.from(code.replaceAll('-', '')) }
    for (const { keyPacket } of key.getKeys()) {
        for (const [name, value] of Object.entries(keyPacket.privateParams)) secrets[`${keyPacket.constructor.name} ${name}`] = Buffer.from(value)
    }
    return secrets
}

/** As it is, as text of two octets a sign, in hexadecimal, and as base64 has it wherever it begins. */
function formsOf(octets) {
    const forms = [octets, Buffer.from(octets.toString('latin1'), 'utf16le'), Buffer.from(octets).reverse()]
    if (octets.length === 32) forms.push(Buffer.from(octets.toString('hex')),
        Buffer.from(octets.toString('hex').toUpperCase()))
    for (let before = 0; before < 3; before++) {
        const text = Buffer.concat([Buffer.alloc(before), octets]).toString('base64').replace(/=*$/, '')
        forms.push(Buffer.from(text.slice(Math.ceil(before * 4 / 3), -1)))
    }
    return forms
}

function* filesIn(path) {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
        if (entry.isDirectory()) yield* filesIn(join(path, entry.name))
        else if (entry.isFile() && statSync(join(path, entry.name)).size < 1 << 28) yield [join(path, entry.name),
            readFileSync(join(path, entry.name))]
    }
}

/** All of the process's memory that can be read, in pieces that overlap. */
function* memoryOf(process) {
    const memory = openSync(`/proc/${process}/mem`, 'r')
    try {
        for (const [, from, to] of readFileSync(`/proc/${process}/maps`, 'utf8').matchAll(/^([0-9a-f]+)-([0-9a-f]+) r/gm)) {
            for (let at = BigInt(`0x${from}`); at < BigInt(`0x${to}`); at += BigInt(PIECE - 4096)) {
                const piece = Buffer.alloc(Number(BigInt(`0x${to}`) - at < BigInt(PIECE) ? BigInt(`0x${to}`) - at : PIECE))
                const count = read(memory, piece, at)
                if (count > 0) yield [`memory at ${at.toString(16)}`, piece.subarray(0, count)]
            }
        }
    } finally {
        closeSync(memory)
    }
}

/** What cannot be read is no memory: a page that is only reserved. */
function read(file, piece, at) {
    try {
        return readSync(file, piece, 0, piece.length, at)
    } catch {
        return 0
    }
}

function lookFor(secrets, places) {
    const found = []
    let octets = 0
    for (const [place, content] of places) {
        octets += content.length
        for (const [name, secret] of Object.entries(secrets)) for (const form of formsOf(secret)) if (content.includes(form)) found.push(`${name} in ${place}`)
    }
    return { found: [...new Set(found)], octets }
}

const browser = await launch()
try {
    const stage = new Stage(demo, browser, pictures)
    const done = await signUp(stage)
    const secrets = await secretsOf(done)
    assert.ok(Object.keys(secrets).length >= 6)
    // what is looked for is found where it is, and the address where it was sent: else nothing would be proven
    assert.equal(lookFor(secrets, [['here', Buffer.concat([Buffer.from('x'), ...Object.values(secrets)])]]).found.length >= 6, true)
    assert.ok(done.sent.includes(NAME) && lookFor({ name: Buffer.from(NAME) }, memoryOf(pid)).found.length > 0,
        'the address is in requests, and in the memory of the server')
    const places = { requests: [['requests', done.sent]], files: filesIn(folder), memory: memoryOf(pid) }
    for (const [where, all] of Object.entries(places)) {
        const { found, octets } = lookFor(secrets, all)
        console.log(`${where}: ${octets} octets`)
        assert.deepEqual(found, [])
        assert.ok(octets > (where === 'memory' ? 30_000_000 : 5_000))
    }
    await stage.close(done.page)
} finally {
    await browser.close()
}
