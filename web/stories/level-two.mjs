// Level L2: an owner turns encryption on, takes his account there, encrypts what is there, and reads what comes; he
// makes another key, and hears when the server gives others a key that is none of his; on a new device he finds what
// came while no browser was there.
//   node stories/level-two.mjs DEMO_FOLDER PICTURES_FOLDER ADDRESS PASSWORD
// The demo runs already; the account is new, at L1, without keys.
import assert from 'node:assert/strict'
import * as openpgp from 'openpgp'
import { pdfOf } from './pdf.mjs'
import { ask, deliver, demoIn, jmap, signIn } from './server.mjs'
import { launch, rowOf, Stage, until } from './stage.mjs'

const [folder, pictures, address, password] = process.argv.slice(2)
if (!password) throw new Error('Say where the demo is, where pictures go, and whose account it is')
const demo = { ...demoIn(folder), address, password }
const RUN = Date.now().toString(36)
const subjectOf = what => `Level ${RUN} ${what}`

function mail(what) {
    return { from: 'bea@elsewhere.test', text: ['From: Bea <bea@elsewhere.test>', `To: ${demo.address}`, `Subject: ${subjectOf(what)}`, `Message-ID: <${RUN}-${what}@elsewhere.test>`,
        `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', '', `This is what ${subjectOf(what)} says.`].join('\r\n') }
}

async function settings(page, part) {
    await page.locator('.mailboxes').getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: part }).click()
}

async function turnOn(page) {
    await settings(page, 'End to end')
    await page.getByLabel('Your password').fill(demo.password)
    await page.getByRole('button', { name: 'Turn it on' }).click()
    await page.getByLabel('Type it here').fill(await page.locator('code.code').innerText())
    await page.getByLabel('Your name').fill('Bruno of the demo')
    await page.getByRole('button', { name: 'I have it' }).click()
    await page.getByText('in use').waitFor()
}

/** A passkey of a device that can, which is simulated; it stands in for the password where that is asked again. */
async function makePasskey(page) {
    const device = await page.context().newCDPSession(page)
    await device.send('WebAuthn.enable')
    await device.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', ctap2Version: 'ctap2_1',
        transport: 'internal', hasResidentKey: true, hasUserVerification: true, hasPrf: true, isUserVerified: true,
        automaticPresenceSimulation: true } })
    await page.getByRole('tab', { name: 'Signing in' }).click()
    await page.locator('summary', { hasText: 'Make a passkey' }).click()
    const form = page.locator('dialog form', { has: page.locator('input[name=name]') })
    await form.locator('input[name=name]').fill(`Ring ${RUN}`)
    await form.locator('input[name=password]').fill(demo.password)
    await form.locator('input[name=password]').press('Enter')
    await page.locator('dialog li', { hasText: `Ring ${RUN}` }).waitFor()
}

/** What lies there in clear becomes ciphertext, all of it; who wants it shows by his passkey that it is he. */
async function goes(stage, page, session) {
    await makePasskey(page)
    await page.getByRole('tab', { name: 'Who opens your mail' }).click()
    await page.locator('summary', { hasText: 'Only my own key shall read what comes' }).click()
    const level = async () => (await ask(demo, 'GET', '/api/level', undefined, session)).json.level
    assert.equal(await level(), 'L1')
    const sent = []
    page.on('request', one => { if (one.url().endsWith('/api/level')) sent.push(one.postData() ?? '') })
    await page.locator('details[open]').getByRole('button', { name: 'With a passkey instead' }).click()
    await page.getByText('Only your browsers and programs read your mail (L2)').waitFor()
    assert.equal(await level(), 'L2')
    const [said] = sent.filter(one => one !== '').map(one => Object.keys(JSON.parse(one)).sort())
    assert.deepEqual(said, ['level', 'passkey'], 'and nothing of the password was said')
    stage.played(page, 'passkey-step-up')
    await page.getByRole('button', { name: 'Encrypt what is there' }).click()
    await page.getByText('What is there is encrypted.', { exact: true }).waitFor()
    await stage.look(page, 'level-two-desk-en-light')
    await page.keyboard.press('Escape')
}

/** Its row says nothing of it until it is opened. */
async function reads(page, what, said = 'Encrypted when it came, not by its sender') {
    const hidden = page.locator('[role=row]', { hasText: '[...]' }).filter({ hasText: 'Bea' })
    const known = rowOf(page, subjectOf(what))
    await until(async () => {
        const row = await known.count() > 0 ? known : hidden
        // once it is opened it is called otherwise
        if (await row.count() > 0) await row.first().click({ timeout: 2_000 }).catch(() => undefined)
        return page.locator('.reading h1', { hasText: subjectOf(what) }).count()
    }, count => count > 0, `${what} is opened`)
    await page.locator('.reading .text', { hasText: `This is what ${subjectOf(what)} says.` }).waitFor()
    await page.locator('.protection', { hasText: said }).waitFor()
}

/** A PDF that nobody but its owner can open is shown here, from memory: the server is asked for no part of it. */
async function showsSealedPdf(stage, page) {
    const plain = mail('paper')
    const pdf = pdfOf([`Sealed sheet ${RUN}`, 'Another']).toString('base64').match(/.{1,76}/g).join('\r\n')
    const text = plain.text.replace('Content-Type: text/plain; charset=utf-8', 'Content-Type: multipart/mixed; boundary=b')
        .replace(/\r\n\r\n[^]*$/, said => `\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n${said.trim()}\r\n--b\r\nContent-Type: application/pdf; name=sealed.pdf\r\n`
            + `Content-Disposition: attachment; filename=sealed.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${pdf}\r\n--b--\r\n`)
    await deliver(demo, [{ ...plain, text }])
    await reads(page, 'paper')
    const asked = []
    const note = one => asked.push(one.url())
    page.on('request', note)
    await page.locator('.attachments .file', { hasText: 'sealed.pdf' }).click()
    await page.locator('dialog [data-page="1"]', { hasText: `Sealed sheet ${RUN}` }).waitFor()
    await stage.look(page, 'level-two-pdf-desk-en-light')
    page.off('request', note)
    assert.deepEqual(asked.filter(one => !one.startsWith(`${demo.origin}/mail/`) && one.includes('download')), [])
    await page.keyboard.press('Escape')
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
}

/** What came last, as the server has it. */
async function newestSource(session) {
    const newest = { sort: [{ property: 'receivedAt', isAscending: false }], limit: 1 }
    const [, { accountId, list: [one] }] = await jmap(demo, session, ['Email/query', newest],
        ['Email/get', { '#ids': { resultOf: '0', name: 'Email/query', path: '/ids' }, properties: ['blobId'] }])
    const path = `/jmap/download/${accountId}/${one.blobId}/x?accept=message/rfc822`
    return (await ask(demo, 'GET', path, undefined, session)).text
}

async function makeKey(page) {
    await page.locator('summary', { hasText: 'Make a new key' }).click()
    const form = page.locator('details[open]', { hasText: 'Make a new key' })
    await form.getByLabel('Your name').fill('Bruno of the demo')
    await form.getByLabel('Your password').fill(demo.password)
    await form.getByRole('button', { name: 'Make a new key' }).click()
}

async function encryptedTo(session) {
    const { fingerprint, encryptedTo } = (await ask(demo, 'GET', '/api/openpgp/certificate', undefined, session)).json
    return { fingerprint, encryptedTo }
}

/**
 * The page is cut off between the vault and the server; what comes meanwhile is read, and the rest is done
 * afterwards.
 */
async function anotherKey(stage, page, session) {
    const before = await encryptedTo(session)
    assert.equal(before.fingerprint, before.encryptedTo)
    await settings(page, 'End to end')
    const certificate = '**/api/openpgp/certificate'
    await page.route(certificate, route => route.request().method() === 'PUT' ? route.abort() : route.fallback())
    await makeKey(page)
    await page.getByText('This server gives others another key than the one in use here.').waitFor()
    await page.getByText('does not give it to others yet').waitFor()
    await page.unroute(certificate)
    await stage.look(page, 'level-two-another-key-desk-en-light')
    assert.deepEqual(await encryptedTo(session), before)
    await deliver(demo, [mail('between')])
    const given = page.locator('.wrong-key')
    await given.getByLabel('Your password').fill('not this one at all')
    await given.getByRole('button', { name: 'Give others the key in use' }).click()
    await page.locator('.wrong-key button.main:not([disabled])').waitFor()
    await given.getByLabel('Your password').fill(demo.password)
    await given.getByRole('button', { name: 'Give others the key in use' }).click()
    await page.getByText('This server gives others the key in use.').waitFor()
    const now = await encryptedTo(session)
    assert.equal(now.fingerprint, now.encryptedTo)
    assert.notEqual(now.fingerprint, before.fingerprint)
    await page.keyboard.press('Escape')
    await deliver(demo, [mail('to the new one')])
    for (const what of ['to the new one', 'between']) await reads(page, what)
}

/** In a browser that has the keys of the vault alone: all that came, by whichever key. */
async function elsewhere(stage, session) {
    const other = await stage.open({ size: 'desk', language: 'it', theme: 'dark', session })
    await other.locator('[role=row]', { hasText: '[...]' }).first().click()
    await other.getByLabel('La tua password').fill(demo.password)
    await other.getByRole('button', { name: 'Apri', exact: true }).click()
    for (const what of ['to the new one', 'between', 'after', 'before']) await reads(other, what, 'Cifrato')
    await stage.look(other, 'level-two-elsewhere-desk-it-dark')
    await other.context().close()
}

/** While a window is open: the alarm is above it, and stays below when it was read. */
async function alarmed(stage, page) {
    const { publicKey } = await openpgp.generateKey({ type: 'ecc', curve: 'ed25519Legacy',
        userIDs: { email: demo.address }, format: 'object' })
    const others = /\/api\/openpgp\/certificates\?/
    await page.route(others, route => route.fulfill({ json: { certificates: [{ source: 'here', address: demo.address,
        certificate: Buffer.from(publicKey.write()).toString('base64') }] } }))
    await settings(page, 'End to end')
    await makeKey(page)
    const alarm = page.getByRole('alertdialog', { name: 'Something is wrong with this server' })
    await alarm.getByText(`It gave others a key for ${demo.address} that is none of yours`).waitFor()
    await stage.look(page, 'level-two-alarm-desk-en-light')
    await alarm.getByRole('button', { name: 'I have read it' }).click()
    await page.getByRole('tab', { name: 'Who opens your mail' }).click()
    await page.keyboard.press('Escape')
    const stays = page.locator('.key-alarm')
    await stays.getByText('What to do').click()
    await page.unroute(others)
    await stays.getByRole('button', { name: 'I know why' }).click()
    await stays.waitFor({ state: 'detached' })
}

const WORD = `quokka${RUN}`

function mailsOfTheNight() {
    const plain = mail('night')
    const filed = mail('filed')
    const html = mail('html')
    return [{ ...plain, text: plain.text.replace('says.', `says: ${WORD} is awake.`) },
        { ...filed, text: filed.text.replace('Content-Type: text/plain; charset=utf-8\r\n',
            'Content-Type: multipart/mixed; boundary=b\r\n')
            .replace(/\r\n\r\n[^]*$/,
                `\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThe ${WORD} bill.\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="bill-${RUN}.pdf"\r\n\r\nx\r\n--b--\r\n`) },
        { ...html, text: html.text.replace('text/plain', 'text/html').replace('This is',
            `<p>A <b>${WORD}</b> in colours.</p>This is`) }]
}

/** A device that has no shard, no key and no body: what the server has made when the mails came is enough. */
async function findsOnANewDevice(stage) {
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light' })
    // no message can be fetched at all
    await page.route('**/jmap/download/**', route => route.abort())
    await page.locator('input[name=address]').fill(demo.address)
    await page.locator('input[name=password]').fill(demo.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.locator('[role=row]', { hasText: 'Bea' }).first().waitFor()
    // a row says its subject though nobody has opened it
    await rowOf(page, subjectOf('night')).first().waitFor()
    const finds = async (text, ...wanted) => {
        await page.locator('[data-search]').fill(text)
        await page.locator('[data-search]').press('Enter')
        for (const what of wanted) await rowOf(page, subjectOf(what)).first().waitFor()
        await until(() => page.locator('[role=row]').count(), count => count === wanted.length,
            `${text} finds ${wanted.length}`)
    }
    await finds(WORD, 'night', 'filed', 'html')
    await stage.look(page, 'level-two-found-desk-en-light')
    await finds(`${WORD} awake`, 'night')
    await finds(`subject:"${subjectOf('night')}"`, 'night')
    await finds(`from:bea has:attachment ${WORD}`, 'filed')
    await finds(`bill-${RUN}.pdf`, 'filed')
    await finds(`${WORD} -has:attachment -colours`, 'night')
    await finds(`body:${WORD} before:2001`)
    // of a mailbox too the server does not know which mail brings files
    await page.locator('.mailboxes .box', { hasText: 'Inbox' }).click()
    await rowOf(page, subjectOf('night')).first().waitFor()
    await page.locator('.narrow').getByRole('button', { name: 'With attachments' }).click()
    await rowOf(page, subjectOf('filed')).first().waitFor()
    assert.equal(await rowOf(page, subjectOf('night')).count(), 0)
    await until(() => page.evaluate(async () => (await (await fetch('/api/vault/texts')).json()).count),
        count => count === 0, 'the vault has them, and the server need not')
    await page.context().close()
}

const browser = await launch()
try {
    const session = await signIn(demo)
    const stage = new Stage(demo, browser, pictures)
    await deliver(demo, [mail('before')])
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light', session })
    await rowOf(page, subjectOf('before')).first().waitFor()
    await turnOn(page)
    await goes(stage, page, session)
    await until(() => rowOf(page, subjectOf('before')).count(), count => count === 0,
        'the row from before says its subject no more')
    await reads(page, 'before')
    await deliver(demo, [mail('after')])
    await until(() => page.locator('[role=row]', { hasText: 'Bea' }).count(), count => count >= 2, 'what came is there')
    await reads(page, 'after')
    const source = await newestSource(session)
    assert.ok(source.includes('BEGIN PGP MESSAGE') && !source.includes(subjectOf('after')), source)
    await stage.look(page, 'level-two-reading-desk-en-light')
    await showsSealedPdf(stage, page)
    await anotherKey(stage, page, session)
    await elsewhere(stage, session)
    await alarmed(stage, page)
    stage.played(page, 'protection-level')
    await page.context().close()
    await deliver(demo, mailsOfTheNight())
    await findsOnANewDevice(stage)
    // and by what that one has put into the vault
    await findsOnANewDevice(stage)
    // a blob of the vault that is not there yet; what was cut off
    assert.deepEqual(page.faults.filter(one => !/status of 404|ERR_FAILED/.test(one)), [])
} finally {
    await browser.close()
}
console.log('level two: well')
