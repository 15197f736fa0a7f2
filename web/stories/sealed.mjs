// End-to-end encryption: turned on in the settings, mail that comes sealed and signed, and what strangers make to have
// it opened for them.
//   node stories/sealed.mjs DEMO_FOLDER PICTURES_FOLDER ADDRESS PASSWORD
// The demo runs already; the account has no keys yet, and another password in the end. Keys of others are made here,
// in Node.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as openpgp from 'openpgp'
import { ask, deliver, demoIn, Imap, signIn } from './server.mjs'
import { launch, rowOf, Stage, until } from './stage.mjs'

const [folder, pictures, address, password] = process.argv.slice(2)
if (!password) throw new Error('Say where the demo is, where pictures go, and whose account it is')
const RUN = Date.now().toString(36)
const PASSPHRASE = 'a passphrase for the file'
const demo = { ...demoIn(folder), address, password }
const BEA = 'bea@elsewhere.test'
const subjectOf = what => `Sealed ${RUN} ${what}`

/** Says that it is closed; what the page waited for is told. */
async function turnOn(stage, page) {
    await openSettings(page, 'Settings', 'End to end')
    await page.getByLabel('Your password').fill(demo.password)
    await page.getByRole('button', { name: 'Turn it on' }).click()
    const code = await page.locator('code.code').innerText()
    await stage.look(page, 'sealed-code-desk-en-light')
    await page.getByLabel('Type it here').fill(code.slice(0, -1) + (code.endsWith('7') ? '8' : '7'))
    await page.getByRole('button', { name: 'I have it' }).click()
    await page.getByText('This is not the code').waitFor()
    await page.getByLabel('Type it here').fill(code.toLowerCase().replaceAll('-', ' '))
    await page.getByLabel('Your name').fill('Anna of the demo')
    await page.getByRole('button', { name: 'I have it' }).click()
    await page.getByText('in use').waitFor()
    await stage.look(page, 'sealed-keys-desk-en-light')
    return code
}

async function openSettings(page, name, part) {
    await page.locator('.mailboxes').getByRole('button', { name }).click()
    await page.getByRole('tab', { name: part }).click()
}

/** As a file, which is opened here again. */
async function exported(page) {
    await page.getByText('Take the keys along').first().click()
    await page.getByLabel('A passphrase for the file').fill(PASSPHRASE)
    await page.getByLabel('The same again').fill(PASSPHRASE)
    const [file] = await Promise.all([page.waitForEvent('download'),
        page.getByRole('button', { name: 'Take the keys along' }).click()])
    const armoured = readFileSync(await file.path(), 'utf8')
    await page.keyboard.press('Escape')
    return openpgp.decryptKey({ privateKey: await openpgp.readPrivateKey({ armoredKey: armoured }),
        passphrase: PASSPHRASE })
}

const entity = (fields, body) => [...fields, '', body].join('\r\n')
const sealedPart = (boundary, armoured) => [`--${boundary}`, 'Content-Type: application/pgp-encrypted', '', 'Version: 1', '', `--${boundary}`, 'Content-Type: application/octet-stream; name="encrypted.asc"', '',
    armoured.trim().replace(/\r?\n/g, '\r\n'), '', `--${boundary}--`].join('\r\n')

function outer(what, type, body, from = BEA) {
    return { from, text: entity([`From: Bea <${from}>`, `To: ${demo.address}`, `Subject: ${what}`, `Message-ID: <${RUN}-${Math.random()}@elsewhere.test>`,
        `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`, 'MIME-Version: 1.0', `Content-Type: ${type}`], body) }
}

function inner(what, type, body) { return entity([`Content-Type: ${type}; hp="cipher"`, `From: Bea <${BEA}>`, `Subject: ${subjectOf(what)}`], body) }

async function encrypted(text, to, signer) {
    return openpgp.encrypt({ message: await openpgp.createMessage({ binary: Buffer.from(text) }),
        encryptionKeys: [to], ...signer && { signingKeys: signer } })
}

/** All that comes; hostile ones among them, each beside a good one. */
async function mails(anna, bea) {
    const html = inner('html', 'text/html; charset=utf-8', `<p>This is <b>${subjectOf('html')}</b>.</p><img src="http://tracker.elsewhere.test/${RUN}.png"><script>document.title = 'broken'</script>`)
    const text = what => inner(what, 'text/plain; charset=utf-8', `This is what ${subjectOf(what)} says.`)
    const good = await encrypted(html, anna, bea)
    const plain = await encrypted(text('unsigned'), anna)
    const octets = new Uint8Array((await openpgp.unarmor(await encrypted(text('tampered'), anna, bea))).data)
    octets[octets.length - 40] ^= 1
    const tampered = openpgp.armor(openpgp.enums.armor.message, octets)
    const secret = await encrypted(text('efail'), anna)
    const signed = entity(['Content-Type: text/plain; charset=utf-8'], `This is what ${subjectOf('signed')} says.`)
    const signature = await openpgp.sign({ message: await openpgp.createMessage({ binary: Buffer.from(signed) }),
        signingKeys: bea, detached: true })
    const signedBody = text => ['--s', text, '--s', 'Content-Type: application/pgp-signature', '', signature.trim().replace(/\r?\n/g, '\r\n'), '', '--s--'].join('\r\n')
    const type = 'multipart/encrypted; protocol="application/pgp-encrypted"; boundary="e"'
    return [
        outer('[...]', type, sealedPart('e', good)),
        outer('[...]', type, sealedPart('e', plain)),
        outer(subjectOf('tampered'), type, sealedPart('e', tampered)),
        outer(subjectOf('efail'), 'multipart/mixed; boundary="m"', ['--m', 'Content-Type: text/html', '', `<p>Look:</p><img src="http://tracker.elsewhere.test/`, '--m', `Content-Type: ${type}`, '', sealedPart('e', secret),
            '--m', 'Content-Type: text/html', '', '">', '--m--'].join('\r\n')),
        outer(subjectOf('signed'), 'multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature"; boundary="s"', signedBody(signed)),
        outer(subjectOf('changed'), 'multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature"; boundary="s"', signedBody(signed.replace('says', 'shouts'))),
        outer(subjectOf('inline'), 'text/plain; charset=utf-8', (await encrypted('Written inline.', anna)).replace(/\r?\n/g, '\r\n')),
    ]
}

async function read(page, subject) {
    await rowOf(page, subject).first().click()
    await page.locator('.reading .protection, .reading .refused').first().waitFor()
}

async function reading(stage, page) {
    // two rows without a subject: their own is known once they are opened
    for (const _ of [1, 2]) {
        await page.locator('[role=row]', { hasText: '[...]' }).first().click()
        await page.locator('.reading .protection').waitFor()
        await page.locator('.reading h1', { hasText: subjectOf('') }).waitFor()
    }
    await read(page, subjectOf('html'))
    await page.locator('.protection summary', { hasText: 'End-to-end encrypted' }).click()
    await stage.look(page, 'sealed-whole-desk-en-light')
    const frame = page.frameLocator('.reading iframe')
    assert.equal(await frame.locator('b').innerText(), subjectOf('html'))
    assert.equal(await frame.locator('script').count(), 0)
    await read(page, subjectOf('unsigned'))
    await page.locator('.reading .text', { hasText: subjectOf('unsigned') }).waitFor()
    await page.locator('.protection', { hasText: 'Not signed' }).waitFor()
    await read(page, subjectOf('tampered'))
    await page.getByText('It was changed, cut off or put together').waitFor()
    assert.equal(await page.locator('.reading').getByText('says.').count(), 0, 'nothing of it is shown')
    await stage.look(page, 'sealed-tampered-desk-en-light')
    await read(page, subjectOf('efail'))
    await page.locator('.apart', { hasText: `This is what ${subjectOf('efail')} says.` }).waitFor()
    await stage.look(page, 'sealed-apart-desk-en-light')
    await page.locator('.reading').getByRole('button', { name: 'Reply' }).first().click()
    const written = page.locator('.compose')
    const quoted = written.frameLocator('iframe').locator('.gmail_quote')
    await until(() => quoted.innerText(), said => said.includes('Look:'), 'the answer quotes what is in clear')
    assert.ok(!(await quoted.innerText()).includes(`what ${subjectOf('efail')} says`), 'and nothing that was opened')
    await written.getByRole('button', { name: 'Discard' }).click()
    await read(page, subjectOf('signed'))
    await page.locator('.protection', { hasText: 'Signed with a key that is not known' }).waitFor()
    await read(page, subjectOf('changed'))
    await page.locator('.protection', { hasText: 'Signed with a key that is not known' }).waitFor()
    await read(page, subjectOf('inline'))
    await page.locator('.reading .text', { hasText: 'Written inline.' }).waitFor()
}

const keydata = key => Buffer.from(key.write()).toString('base64').match(/.{1,70}/g).join('\r\n ')

/**
 * Dora has written to two, encrypted, and names the other's certificate inside: so the answer to both is encrypted, and
 * names Dora in turn. The server has seen none of it.
 */
async function answersAll(stage, page, session, anna) {
    const [DORA, CARLO] = [`dora.${RUN}@elsewhere.test`, `carlo.${RUN}@elsewhere.test`]
    const made = async email => (await openpgp.generateKey({ type: 'ecc', curve: 'ed25519Legacy', userIDs: { email },
        format: 'object' })).privateKey
    const [dora, carlo] = [await made(DORA), await made(CARLO)]
    const text = entity(['Content-Type: text/plain; charset=utf-8; hp="cipher"', `From: Dora <${DORA}>`,
        `To: ${demo.address}, ${CARLO}`, `Subject: ${subjectOf('to both')}`,
        `Autocrypt-Gossip: addr=${CARLO}; keydata=\r\n ${keydata(carlo.toPublic())}`], 'Are you both there?')
    await deliver(demo, [{ from: DORA, text: entity([`From: Dora <${DORA}>`, `To: ${demo.address}, ${CARLO}`,
        'Subject: [...]', `Message-ID: <${RUN}-both@elsewhere.test>`,
        `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
            `Autocrypt: addr=${DORA}; prefer-encrypt=mutual; keydata=\r\n ${keydata(dora.toPublic())}`,
        'MIME-Version: 1.0', 'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="e"'],
            sealedPart('e', await encrypted(text, anna.toPublic(), dora))) }])
    await page.locator('[role=row]', { hasText: 'Dora' }).first().click()
    await page.locator('.protection', { hasText: 'Signed by' }).waitFor()
    await page.locator('.reading').getByRole('button', { name: 'Reply to all' }).first().click()
    const panel = page.locator('.compose')
    await panel.locator('.lock.closed').waitFor()
    await panel.locator('.lock').click()
    await panel.locator('.recipients li', { hasText: CARLO }).getByText('Only others have named a certificate')
        .waitFor()
    await stage.look(page, 'sealed-gossip-desk-en-light')
    await panel.locator('textarea').fill('We are.')
    await undoFor(session, 0)
    await panel.getByRole('button', { name: 'Send', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    const mail = await caught(CARLO)
    assert.ok(!/^Autocrypt-Gossip/mi.test(mail), 'nothing of it is outside')
    const [armoredMessage] = /-----BEGIN PGP MESSAGE-----.*-----END PGP MESSAGE-----/s.exec(mail)
    const { data } = await openpgp.decrypt({ message: await openpgp.readMessage({ armoredMessage }),
        decryptionKeys: carlo })
    const named = [...data.matchAll(/^Autocrypt-Gossip: addr=(.*?); keydata=\r?\n((?:[ \t].*\r?\n)+)/gm)].map(([, who,
        key]) => [who, Buffer.from(key.replace(/\s/g, ''), 'base64')])
    // what only others have named is not named on, above one's own signature
    assert.deepEqual(named.map(([who]) => who), [DORA])
    assert.equal((await openpgp.readKey({ binaryKey: named[0][1] })).getFingerprint(), dora.getFingerprint())
}

/** What has left for somebody is with `outside` in the demo. */
async function caught(to) {
    const outside = await Imap.open({ ...demo, ...JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8'))
        .accounts.find(one => String(one.address).startsWith('outside@')) })
    try {
        const numbers = await until(async () => {
            await outside.ask('EXAMINE INBOX')
            return /\* SEARCH([ 0-9]*)/.exec(await outside.ask(`SEARCH OR TO "${to}" CC "${to}"`))?.[1].trim() ?? ''
        }, found => found !== '', `mail for ${to} has left`)
        return await outside.ask(`FETCH ${numbers.split(' ').at(-1)} (BODY.PEEK[])`)
    } finally {
        outside.close()
    }
}

/** How long what is sent can be taken back. In seconds. */
async function undoFor(session, seconds) {
    const { json: { accounts } } = await ask(demo, 'GET', '/jmap/session', undefined, session)
    await ask(demo, 'POST', '/jmap/api', { using: ['urn:ietf:params:jmap:core', 'urn:sigillo:jmap:later'],
        methodCalls: [['UndoSend/set', { accountId: Object.keys(accounts)[0], update: { singleton: { seconds } } },
            'c']] }, session)
}

/** By a word that the server has never seen. */
async function finds(stage, page) {
    await page.locator('[data-search]').fill(`${RUN} unsigned says`)
    await page.locator('[data-search]').press('Enter')
    await rowOf(page, subjectOf('unsigned')).first().waitFor()
    assert.equal(await page.locator('[role=row]').count(), 1)
    stage.played(page, 'sealed-search')
}

/** A page that is loaded anew needs no password; another browser asks for it, and in another language. */
async function elsewhere(stage, page, session) {
    await page.reload()
    await read(page, subjectOf('unsigned'))
    await page.locator('.reading .text', { hasText: subjectOf('unsigned') }).waitFor()
    await finds(stage, page)
    const other = await stage.open({ size: 'phone', language: 'it', theme: 'dark', session })
    await other.locator('[role=row]', { hasText: '[...]' }).first().click()
    await other.getByLabel('La tua password').waitFor()
    await stage.look(other, 'sealed-locked-phone-it-dark')
    await other.getByLabel('La tua password').fill('not this one')
    await other.getByRole('button', { name: 'Apri', exact: true }).click()
    await other.getByText('Non lo apre.').waitFor()
    await other.getByLabel('La tua password').fill(demo.password)
    await other.getByRole('button', { name: 'Apri', exact: true }).click()
    await other.locator('.protection summary', { hasText: 'Cifrato da un capo' }).click()
    await stage.look(other, 'sealed-whole-phone-it-dark')
    await stage.close(other)
}

/**
 * The password is changed, then lost, and set anew by the code: each time what is sealed opens by the new one alone.
 */
async function newPasswords(stage, page, code) {
    const [second, third] = ['una seconda parola lunga', 'una terza parola lunga']
    await openSettings(page, 'Settings', 'Signing in')
    await page.locator('summary', { hasText: 'Change the password' }).click()
    const form = page.locator('details', { hasText: 'Change the password' }).last()
    for (const [name, value] of [['present', demo.password], ['next', second], ['again', second]]) await form.locator(`input[name=${name}]`).fill(value)
    await form.getByRole('button', { name: 'Change the password' }).click()
    await opensBy(page, second)
    await page.locator('.mailboxes').getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'I have lost my password' }).click()
    for (const [name, value] of [['address', demo.address], ['code', code], ['next', third], ['again', third]]) await page.locator(`input[name=${name}]`).fill(value)
    await stage.look(page, 'sealed-lost-desk-en-light')
    await page.getByRole('button', { name: 'Set it' }).click()
    await page.getByText('The new password is set').waitFor()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await opensBy(page, third)
    stage.played(page, 'recovery-kit')
}

async function opensBy(page, password) {
    await page.locator('input[name=address]').fill(demo.address)
    await page.locator('input[name=password]').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.locator('[role=row]', { hasText: new RegExp(`\\[\\.\\.\\.\\]|${subjectOf('html')}`) }).first().click()
    await page.locator('.protection', { hasText: 'End-to-end encrypted' }).waitFor()
}

const browser = await launch()
try {
    const session = await signIn(demo)
    const stage = new Stage(demo, browser, pictures)
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light', session })
    const code = await turnOn(stage, page)
    assert.match(code, /^([0-9A-Z]{4}-){8}[0-9A-Z]{4}$/)
    const anna = await exported(page)
    const { privateKey: bea } = await openpgp.generateKey({ type: 'ecc', curve: 'ed25519Legacy',
        userIDs: { email: BEA }, format: 'object' })
    await deliver(demo, await mails(anna.toPublic(), bea))
    await reading(stage, page)
    await answersAll(stage, page, session, anna)
    await elsewhere(stage, page, session)
    await newPasswords(stage, page, code)
    await stage.close(page)
} finally {
    await browser.close()
}
